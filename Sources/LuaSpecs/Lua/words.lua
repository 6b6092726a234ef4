-- The words after `assert.` and `match.`: which there are, and how a chain of them is read.
local frames = require "spec.frames"
frames.hide()

local words = {
    modifier = {},    -- `is`, `not`, `spy`: change or feed what follows
    assertion = {},
    matcher = {},
}

-- The same letters, with how many edits; more than a third of a word is another word.
local function distance(a, b)
    local before, row = nil, {}
    for j = 0, #b do row[j] = j end
    for i = 1, #a do
        local earlier = before
        before, row = row, { [0] = i }
        for j = 1, #b do
            local cost = a:byte(i) == b:byte(j) and 0 or 1
            row[j] = math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + cost)
            local is_swap = i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j)
            if is_swap then row[j] = math.min(row[j], earlier[j - 2] + 1) end
        end
    end
    return row[#b]
end

local function nearest(word, ...)
    local best, least
    for _, known in ipairs { ... } do
        for name in pairs(known) do
            local edits = distance(word, name)
            if not least or edits < least or edits == least and name < best then best, least = name, edits end
        end
    end
    return best and least <= math.max(1, #word // 3) and best or nil
end

-- Adds to `tokens` what one step of a chain says: `is_not_nil` is three words, and case does not matter.
function words.tokens(tokens, step)
    if type(step) ~= "string" then
        error(("%sassert takes words, found %s"):format(frames.position(), tostring(step)), 0)
    end
    local list = table.move(tokens, 1, #tokens, 1, {})
    for token in step:lower():gmatch("[^_]+") do list[#list + 1] = token end
    return list
end

local function unknown(kind, tokens, from, to)
    local first = from
    while first < to and words.modifier[tokens[first]] do first = first + 1 end
    local slip = table.concat(tokens, "_", first, to)
    local guess = nearest(slip, words[kind], words.modifier)
    local written = table.concat(tokens, "_", from, to)
    local message = ('%sthere is no %s "%s"'):format(frames.position(), kind, written)
    if guess then
        local intended = table.move(tokens, 1, first - 1, 1, {})
        intended[first] = guess
        table.move(tokens, to + 1, #tokens, first + 1, intended)
        message = message .. ('. Did you mean "%s"?'):format(table.concat(intended, "_"))
    else
        message = message .. ("; assert:register(%q, name, …) adds one"):format(kind)
    end
    error(message, 0)
end

-- The names in a chain of tokens, the longest that there are, read from the end: `has`, `no`, `error_matches`.
function words.split(kind, tokens)
    local found, last, known = {}, #tokens, words[kind]
    while last > 0 do
        local first = nil
        for start = last, 1, -1 do
            local name = table.concat(tokens, "_", start, last)
            if known[name] or start == last and words.modifier[name] then
                first = start
            elseif words.modifier[name] then
                first = first or start
            end
        end
        if not first then unknown(kind, tokens, 1, last) end
        table.insert(found, 1, table.concat(tokens, "_", first, last))
        last = first - 1
    end
    return found
end

return words
