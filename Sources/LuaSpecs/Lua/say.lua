-- Sentences by key, as assertions of one's own refer to them: say:set("assertion.even.positive", "… %s").
require("spec.frames").hide()

local say = {}

local FALLBACK = "en"
local sentences = { [FALLBACK] = {} }
local language = FALLBACK

function say.set_namespace(_, name)
    language = name
    sentences[name] = sentences[name] or {}
end

-- Keys that a language lacks are looked up in English, whatever else was asked for: one fallback is enough.
function say.set_fallback(_, name)
    sentences[name] = sentences[name] or {}
end

function say.set(_, key, sentence)
    sentences[language][key] = sentence
end

-- Puts values into a sentence. A sentence that names more values than there are is told with gaps,
-- since its author is looking for another mistake just now.
function say.fill(sentence, values)
    local index, count = 0, values.n or #values
    return (sentence:gsub("%%([s%%])", function(directive)
        if directive == "%" then return "%" end
        index = index + 1
        return index <= count and tostring(values[index]) or "(nothing)"
    end))
end

-- The sentence of a key with values in place of its `%s`, or nil where the key is unknown.
local function look_up(_, key, values)
    local sentence = sentences[language][key] or sentences[FALLBACK][key]
    return sentence ~= nil and say.fill(tostring(sentence), values or {}) or nil
end

return setmetatable(say, { __call = look_up, __index = function(_, name) return sentences[name] end })
