-- What is equal and what is the same, for values that surprise. One test for each pair, so that each verdict counts.
local function named(meta, contents) return setmetatable(contents or {}, meta) end

local always = { __eq = function() return true end }
local never = { __eq = function() return false end }
local by_id = { __eq = function(a, b) return a.id == b.id end }
local other_by_id = { __eq = function(a, b) return a.id == b.id end }
local defaults = { __index = { a = 1 } }
local protected = { __metatable = "locked", __eq = function() return true end }

local function cycle(length)
    local first = { n = 1 }
    local last = first
    for _ = 2, length do
        last.next = { n = 1 }
        last = last.next
    end
    last.next = first
    return first
end

local shared = { 1, 2 }
local nan = 0 / 0
local values = {
    { "nil" }, { "false", false }, { "0", 0 }, { "0.0", 0.0 }, { "-0.0", -0.0 }, { "1", 1 }, { "1.0", 1.0 },
    { "'1'", "1" }, { "NaN", nan }, { "inf", math.huge }, { "maxinteger", math.maxinteger },
    { "maxinteger as float", math.maxinteger + 0.0 }, { "{}", {} }, { "{1}", { 1 } }, { "{1.0}", { 1.0 } },
    { "{NaN}", { nan } }, { "{nil, 2}", { nil, 2 } }, { "{[2]=2}", { [2] = 2 } }, { "{false}", { false } },
    { "{a=1}", { a = 1 } }, { "defaults", named(defaults) }, { "always", named(always, { 1 }) },
    { "always {}", named(always) }, { "never", named(never) }, { "{always}", { named(always, { 1 }) } },
    { "{always {}}", { named(always) } }, { "{never}", { named(never) } }, { "id 1", named(by_id, { id = 1, x = 1 }) },
    { "id 1 too", named(by_id, { id = 1, x = 2 }) }, { "{id 1}", { named(by_id, { id = 1, x = 1 }) } },
    { "{id 1 too}", { named(by_id, { id = 1, x = 2 }) } },
    { "{other id 1}", { named(other_by_id, { id = 1, x = 2 }) } },
    { "protected", named(protected, { 1 }) }, { "{protected}", { named(protected, { 1 }) } },
    { "cycle of 1", cycle(1) }, { "cycle of 2", cycle(2) }, { "cycle of 3", cycle(3) },
    { "shared twice", { shared, shared } }, { "copied twice", { { 1, 2 }, { 1, 2 } } },
    { "table key", { [shared] = 1 } }, { "other table key", { [{ 1, 2 }] = 1 } }, { "print", print },
    { "{print}", { print } }, { "deep", { a = { b = { c = { 1, 2, { d = "x" } } } } } },
    { "deep too", { a = { b = { c = { 1, 2, { d = "x" } } } } } },
    { "deep but not", { a = { b = { c = { 1, 2, { d = "y" } } } } } },
}

for i, left in ipairs(values) do
    describe(left[1], function()
        for j = i, #values do
            local right = values[j]
            it("is the same as " .. right[1], function() assert.are.same(left[2], right[2]) end)
            if (i + j) % 3 == 0 then
                it("turned, is the same as " .. right[1], function() assert.are.same(right[2], left[2]) end)
                it("equals " .. right[1], function() assert.are.equal(left[2], right[2]) end)
                it("as an argument is " .. right[1], function()
                    local s = spy.new()
                    s(left[2])
                    assert.spy(s).was.called_with(right[2])
                end)
            end
        end
    end)
end

describe("a fresh state", function()
    it("can be changed", function() shared[3] = 3; assert.are.equal(3, #shared) end)
end)
