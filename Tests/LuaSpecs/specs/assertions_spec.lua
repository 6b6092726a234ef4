-- Every assertion, where it holds and where it fails, in the spellings that are in use.
local nothing = function() end
local function raise(value) return function() error(value, 0) end end
local function raise_here(value) return function() error(value) end end
local told = setmetatable({}, { __tostring = function() return "told" end })
local callable = setmetatable({}, { __call = function() error("called", 0) end })
local thread = coroutine.create(nothing)

describe("words", function()
    it("are joined by dots", function() assert.is.True(true) end)
    it("are joined by underscores", function() assert.is_not_nil(1) end)
    it("are joined by both", function() assert.is_not.equal(1, 2); assert.are_not.equal(1, 2) end)
    it("may be left out", function() assert.equal(1, 1); assert.same({}, {}); assert.truthy(1) end)
    it("have no case", function() assert.Is.Not.Nil(1); assert.IS_TRUE(true) end)
    it("cancel each other", function() assert.is_not_not_nil(nil) end)
    it("cancel each other: fails", function() assert.is_not_not_nil(1) end)
    it("has no", function() assert.has.no.errors(nothing); assert.has_no.errors(nothing) end)
    it("does not", function() assert.does_not.error(nothing); assert.does.Not.match("a", "b") end)
    it("was", function() assert.was.equal(1, 1) end)
    it("in brackets", function() assert["is"]["not"]["nil"](1) end)
    it("unknown", function() assert.is_treu(true) end)
    it("unknown at the end", function() assert.are.equal.somehow(1, 1) end)
    it("unknown at the start", function() assert.surely.equal(1, 1) end)
    it("message", function() assert.message("told").is_true(false) end)
    it("message before others", function() assert.message("told").is_not.equal(1, 2) end)
    it("message that is an object", function() assert.message(told).is_true(false) end)
    it("kept for one use", function() local is_true = assert.is_true; is_true(true); is_true(true) end)
    it("assert with arguments", function() assert.are.equal(3, select("#", assert(1, 2, nil))) end)
    it("assert(nil)", function() assert(nil) end)
    it("assert(false, nil)", function() assert(false, nil) end)
    it("assert(false, object)", function() assert(false, told) end)
    it("assert(f())", function() assert(pcall(error, "x")) end)
    it("caught as an error", function() assert.has_error(function() assert.is_true(false) end) end)
    it("caught by pcall", function() assert.is_false(pcall(assert.is_true, false)) end)
    it("caught and raised again", function()
        local _, failure = pcall(assert.is_true, false)
        error(failure)
    end)
    it("caught pending and raised again", function()
        local _, waiting = pcall(pending, "later")
        error(waiting, 0)
    end)
    it("error() in a test of text", function() error("text", 0) end)
    it("in a coroutine", function() coroutine.wrap(function() assert.is_true(false) end)() end)
    it("from require", function() assert.are.equal(assert, require("luassert")) end)
    it("with levels", function() assert(assert:get_level(assert:level(2)) == 2, "x", assert:level(1)) end)
end)

-- name, then calls that hold, then calls that fail
local cases = {
    { "is_true", { { true }, { true, "m" } }, { { false }, { 1 }, { nil }, {}, { false, "m" } } },
    { "is_false", { { false } }, { { true }, { nil }, {}, { 0, "m" } } },
    { "is_nil", { { nil }, {} }, { { false }, { 0 }, { 1, "m" } } },
    { "is_not_nil", { { 1 }, { false } }, { { nil }, {}, { nil, "m" } } },
    { "is_truthy", { { 1 }, { "" }, { 0 } }, { { nil }, { false }, {}, { nil, "m" } } },
    { "is_falsy", { { nil }, { false } }, { { 1 }, {}, { 1, "m" } } },
    { "is_not_truthy", { { nil } }, { { 1 } } },
    { "is_boolean", { { true } }, { { nil }, { 1, "m" } } },
    { "is_number", { { 1 }, { 0 / 0 } }, { { "1" } } },
    { "is_string", { { "" } }, { { 1 } } },
    { "is_table", { { {} }, { told } }, { { "x" } } },
    { "is_function", { { print } }, { { callable } } },
    { "is_userdata", {}, { { {} } } },
    { "is_thread", { { thread } }, { { print } } },
    { "is_not_string", { { 1 } }, { { "x" } } },
    { "are.equal", { { 1, 1 }, { 1, 1.0 }, { nil, nil }, { "a", "a" } },
        { { 1, 2 }, { 1, "1" }, { {}, {} }, { 0 / 0, 0 / 0 }, { nil, false }, { 1 }, {}, { 1, 2, "m" } } },
    { "are.equals", { { 1, 1 } }, { { 1, 2 } } },
    { "are_not.equal", { { 1, 2 }, { {}, {} } }, { { 1, 1 }, { told, told }, { 1 } } },
    { "are.same", { { 1, 1 }, { {}, {} }, { { 1, { 2 } }, { 1, { 2 } } }, { nil, nil } },
        { { 1, 2 }, { {}, 1 }, { { 1 }, { 1, 2 } }, { { 1, 2 }, { 1 } }, { 1 }, { 1, 2, "m" }, { {}, { 1 }, "m" } } },
    { "are_not.same", { { 1, 2 }, { {}, { 1 } } }, { { {}, {} }, { 1, 1 } } },
    { "near", { { 1, 1.5, 0.5 }, { "1", 1, 0 }, { 1, 1, 0, "m" } },
        { { 1, 1.6, 0.5 }, { 1, 2, 0.5, "m" }, { 1, 2 }, { "x", 1, 1 }, { 1, {}, 1 }, { 1, 1, "x" } } },
    { "is_not.near", { { 1, 2, 0.5 } }, { { 1, 1, 1 } } },
    { "unique", { { {} }, { { 1, 2 } }, { { {}, {} } }, { { {}, {} }, false }, { { {}, {} }, "m" } },
        { { { 1, 1 } }, { { {}, {} }, true }, { { {}, {} }, "m", true }, { { {}, {} }, true, "m" },
            { { {}, {} }, nil, true }, { { a = 1, b = 1 } } } },
    { "is_not.unique", { { { 1, 1 } } }, { { { 1, 2 } } } },
    { "matches", { { "a+", "caat" }, { "1", 12 }, { "told", told }, { "a", "ba", 2 }, { "a+", "a+", 1, true },
        { "a+", "a+", nil, true }, { "a", "a", "m" }, { "a", "a", 1, "m" } },
        { { "b", "a" }, { "a", "ab", 2 }, { "a+", "aa", 1, true }, { "a" }, {}, { 1, "1" }, { "a", {} }, { "a", nil },
            { "b", "a", "m" }, { "b", "a", 1, false, "m" }, { "b", "a", "m", 1 }, { "a", "a", told } } },
    { "match", { { "a", "a" } }, { { "b", "a" } } },
    { "has_no.match", { { "b", "a" } }, { { "a", "a" } } },
    { "returned_arguments", { { 0 }, { 2, 1, nil }, { "1", 1 } }, { { 1 }, { 1, 1, 2 } } },
    { "has_not.returned_arguments", { { 1 } }, { { 1, 1 } } },
    { "has_error", { { raise "x" }, { raise "x", "x" }, { raise_here "x", "x" }, { raise(nil) }, { callable, "called" },
        { raise { code = 1 }, { code = 1 } }, { raise(told), "told" }, { raise(told), told }, { raise(5), 5 },
        { raise "5", 5 }, { raise "5.0", 5.0 }, { raise(true), true }, { raise(false) }, { raise "x", nil, "m" } },
        { { nothing }, { nothing, "x" }, { raise "x", "y" }, { raise "x", { "x" } }, { raise { 1 }, { 2 } },
            { raise(nil), "x" }, { 5 }, {}, { nothing, nil, "m" }, { raise "x", "y", "m" }, { raise(5), "5" },
            { raise "6", 5 }, { raise(told), "other" }, { raise "x", false } } },
    { "has.errors", { { raise "x" } }, { { nothing } } },
    { "has_no.error", { { nothing }, { raise "x", "y" } }, { { raise "x" }, { raise "x", "x" }, { 5 } } },
    { "has_no.errors", { { nothing, "x" } }, { { raise(nil) }, { raise "x", nil, "m" } } },
    { "error_matches", { { raise "xyz", "y" }, { raise_here "xyz", "^xyz$" }, { raise(told), "old" }, { raise(5), "5" },
        { raise(true), "true" }, { raise(nil), nil }, { raise "a+", "a+", 1, true }, { raise "a", "a", "m" } },
        { { nothing, "x" }, { raise "x", "y" }, { raise {}, "x" }, { raise "ab", "a", 2 }, { raise "x" }, { 5, "x" },
            { raise "x", 5 }, { raise(nil), "x" }, { raise "x", "y", "m" }, { nothing, nil } } },
    { "error.matches", { { raise "xyz", "y" } }, { { raise "x", "y" } } },
    { "has_no.error_match", { { raise "x", "y" }, { nothing, "x" } }, { { raise "x", "x" } } },
    { "matches_error", { { raise "x", "x" } }, { { raise "x", "y" } } },
    { "match_error", { { raise "x", "x" } }, { { raise "x", "y" } } },
}

-- Trailing nils in a table constructor are lost, so the count is told apart where it matters.
local counts = { ["is_nil"] = true, ["is_true"] = true }

local function call(words, arguments)
    local chain = assert
    for word in words:gmatch("[^.]+") do chain = chain[word] end
    local count = #arguments
    for index in pairs(arguments) do count = math.max(count, index) end
    if words:find("equal") and arguments[2] == nil and arguments[1] == nil and arguments.n then count = 2 end
    return chain(table.unpack(arguments, 1, count))
end

describe("assert", function()
    for _, case in ipairs(cases) do
        describe(case[1], function()
            for index, arguments in ipairs(case[2]) do
                it(("holds, call %d"):format(index), function()
                    -- What holds gives back something or nothing, and never raises.
                    assert(select("#", call(case[1], arguments)) >= 0)
                    assert.is_nil(counts.none)
                end)
            end
            for index, arguments in ipairs(case[3]) do
                it(("fails, call %d"):format(index), function() call(case[1], arguments) end)
            end
        end)
    end
end)

describe("nil as an argument", function()
    it("is equal to nil", function() assert.are.equal(nil, nil) end)
    it("is the same as nil", function() assert.are.same(nil, nil) end)
    it("is not false", function() assert.are.same(nil, false) end)
    it("is truthy: fails", function() assert.is_truthy(nil) end)
    it("is falsy", function() assert.is_falsy(nil) end)
    it("is no pattern's text", function() assert.matches("x", nil) end)
    it("is what was raised", function() assert.error_matches(raise(nil), nil) end)
    it("is what was raised: fails", function() assert.error_matches(raise(nil), "nil") end)
    it("is unique", function() assert.is_unique(nil) end)
    it("is an array", function() assert.array(nil).has.no.holes() end)
end)

describe("returned values of", function()
    local function of(...) return table.pack(...) end
    it("equal", function() assert.are.same({ 1, 1, "m", n = 3 }, of(assert.equal(1, 1, "m"))) end)
    it("is_true", function() assert.are.same({ true, n = 1 }, of(assert.is_true(true))) end)
    it("is_nil", function() assert.are.same({ n = 1 }, of(assert.is_nil(nil))) end)
    it("truthy", function() assert.are.same({ 5, "m", n = 2 }, of(assert.truthy(5, "m"))) end)
    it("same", function() assert.are.same({ { 1 }, { 1 }, n = 2 }, of(assert.same({ 1 }, { 1 }))) end)
    it("matches", function() assert.are.same({ "a", "c", n = 2 }, of(assert.matches("(a)b(c)", "abc"))) end)
    it("matches without captures", function() assert.are.same({ "bb", n = 1 }, of(assert.matches("b+", "abb"))) end)
    it("matches plainly", function() assert.are.same({ "b", n = 1 }, of(assert.matches("b", "abb", 1, true))) end)
    it("no match", function() assert.are.same({ n = 0 }, of(assert.no.match("x", "abb"))) end)
    it("has_error", function() assert.are.same({ "x", "x", n = 2 }, of(select(1, assert.error(raise "x", "x")))) end)
    it("has_error with an object", function() assert.are.equal(told, (assert.error(raise(told)))) end)
    it("has_error with an object as text", function() assert.are.equal("told", (assert.error(raise(told), "told"))) end)
    it("has_no.error", function() assert.is_nil((assert.has_no.error(nothing))) end)
    it("error_matches", function() assert.are.equal("b", (assert.error_matches(raise "abc", "b"))) end)
    it("near", function() assert.are.same({ 1, 2, 3, n = 3 }, of(assert.near(1, 2, 3))) end)
    it("unique", function() assert.are.same({ { 1 }, n = 1 }, of(assert.unique({ 1 }))) end)
    it("holes", function() assert.are.same({ 2, n = 1 }, of(assert.array({ 1, nil, 3 }).has.holes())) end)
    it("no holes", function() assert.are.equal(0, of(assert.array({ 1 }).has.no.holes()).n) end)
    it("assert", function() assert.are.same({ 1, false, n = 2 }, of(assert(1, false))) end)
end)

describe("arrays", function()
    it("have no holes", function() assert.array({ 1, 2, 3 }).has.no.holes() end)
    it("have no holes: fails", function() assert.array({ 1, nil, 3 }).has.no.holes() end)
    it("have holes: fails", function() assert.array({ 1, 2 }).has.holes() end)
    it("have a hole at the start", function() assert.are.equal(1, assert.array({ nil, 2 }).has.holes()) end)
    it("have a hole at the end", function() assert.array({ 1, 2 }).has.holes(3) end)
    it("have no hole at the end: fails", function() assert.array({ 1, 2 }).has.no.holes(3) end)
    it("are empty", function() assert.array({}).has.no.holes() end)
    it("may have other keys", function() assert.array({ 1, 2, x = 3, [1.5] = 4, [-1] = 5 }).has.no.holes() end)
    it("without a list", function() assert.has.no.holes() end)
    it("with a length that is none", function() assert.array({}).has.holes("x") end)
    it("with metatables", function()
        assert.array(setmetatable({}, { __index = function(_, i) return i <= 3 and i or nil end })).has.no.holes(3)
    end)
end)
