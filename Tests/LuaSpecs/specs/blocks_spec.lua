-- Blocks, hooks, and all ways in which a test ends.
describe("a block", function()
    local log = {}
    setup(function() log[#log + 1] = "setup" end)
    before_each(function() log[#log + 1] = "before" end)
    after_each(function() log[#log + 1] = "after" end)

    it("passes", function() assert.is_true(true) end)
    it("fails", function() assert.is_true(false) end)
    it("errs", function() error("boom") end)
    it("errs with a table", function() error({ code = 3 }) end)
    it("errs with nil", function() error() end)
    it("errs with an object", function()
        error(setmetatable({}, { __tostring = function() return "an object" end }))
    end)
    it("waits", function() pending("for a reason") end)
    it("waits without a reason", function() pending() end)
    it("asserts as Lua does", function()
        local a, b, c = assert(1, nil, "x")
        assert.are.same({ 1, nil, "x" }, { a, b, c })
        assert(false, "told")
    end)
    it("asserts with a table for a message", function() assert(nil, { code = 4 }) end)
    it("carries #tags #slow", function() end)
    pending("waits to be written")
    pending("waits with a body", function() error("never run") end)
    it(function() end)
    it "is decorated" (function() assert.is_nil(nil) end)
    spec("is a spec", function() end)
    test("is a test", function() end)
    test(function() end)

    context("within", function()
        before_each(function() log[#log + 1] = "inner before" end)
        it("runs hooks from the outside in", function()
            local count = #log
            assert.are.same({ "before", "inner before" }, { log[count - 1], log[count] })
            assert.are.equal("setup", log[1])
        end)
        describe(function()
            it("is nameless outside", function() end)
        end)
    end)
    it("cannot begin another", function() it("inner", function() end) end)
    it("cannot begin one halfway", function() it "inner" end)
    it("cannot begin one with nothing", function() it() end)
    it("cannot begin a block", function() describe("inner", function() end) end)
    it("cannot add a hook", function() before_each(function() end) end)
end)

describe("before_each", function()
    before_each(function() error("no") end)
    it("keeps a test from running", function() pending("never") end)
    describe("further out", function()
        before_each(function() error("not reached") end)
        it("does so, too", function() end)
    end)
    it("again #tag", function() end)
end)

describe("a failure in before_each", function()
    before_each(function() assert.is_true(false) end)
    it("is an error", function() end)
end)

describe("pending in before_each", function()
    before_each(function() pending("all of them") end)
    it("is refused", function() end)
end)

describe("after_each", function()
    after_each(function() assert.is_true(false) end)
    it("makes an error of a pass", function() end)
    it("leaves a failure", function() assert.is_true(false) end)
    it("leaves an error", function() error("x") end)
    it("makes an error of a wait", function() pending("x") end)
    pending("does not meet what is not run")
end)

describe("finally", function()
    it("runs after a failure", function()
        finally(function() error("in finally") end)
        assert.is_true(false)
    end)
    it("makes an error of a pass", function() finally(function() assert.is_true(false) end) end)
    it("keeps a wait from being one", function()
        finally(function() error("x") end)
        pending("y")
    end)
    it("cannot wait", function() finally(function() pending("y") end) end)
    it("takes the last", function()
        finally(function() error("first") end)
        finally(function() end)
    end)
end)

for _, kind in ipairs { "setup", "lazy_setup", "strict_setup" } do
    describe(kind, function()
        _ENV[kind](function() error("no") end)
        it("keeps tests from running", function() pending("never") end)
        describe("of outer blocks", function()
            it("keeps them, too", function() end)
        end)
        pending("leaves waiting ones")
    end)
end

for _, kind in ipairs { "teardown", "lazy_teardown", "strict_teardown" } do
    describe(kind, function()
        _ENV[kind](function() error("no") end)
        it("hits a pass", function() end)
        it("leaves a failure", function() assert.is_true(false) end)
    end)
end

describe("order", function()
    local log = {}
    lazy_setup(function() log[#log + 1] = "lazy" end)
    setup(function() log[#log + 1] = "strict" end)
    describe("inside", function()
        lazy_setup(function() log[#log + 1] = "inner lazy" end)
        setup(function() log[#log + 1] = "inner strict" end)
        before_each(function() log[#log + 1] = "each" end)
        it("is strict outside in, then lazy outside in", function()
            assert.are.same({ "strict", "inner strict", "lazy", "inner lazy", "each" }, log)
        end)
    end)
end)

-- One test alone, so that hooks that run once for a block or once for each test make the same list.
describe("the way in and out", function()
    local log = {}
    local function note(word) return function() log[#log + 1] = word end end
    teardown(function()
        assert.are.same({
            "setup", "inner setup", "lazy", "inner lazy", "each 1", "each 2", "inner each", "test", "finally",
            "inner after", "after 1", "after 2", "inner lazy teardown", "inner teardown", "lazy teardown",
        }, log)
    end)
    setup(note "setup")
    lazy_setup(note "lazy")
    lazy_teardown(note "lazy teardown")
    before_each(note "each 1")
    before_each(note "each 2")
    after_each(note "after 1")
    after_each(note "after 2")
    describe("inside", function()
        setup(note "inner setup")
        lazy_setup(note "inner lazy")
        before_each(note "inner each")
        after_each(note "inner after")
        teardown(note "inner teardown")
        lazy_teardown(note "inner lazy teardown")
        it("is the same in both", function()
            finally(note "finally")
            log[#log + 1] = "test"
        end)
    end)
end)

-- What still runs when something on the way in failed; each list is compared at the end of its block.
for _, case in ipairs {
    { "setup", "setup, teardown" },
    { "lazy_setup", "setup, inner setup, lazy_setup, inner teardown, lazy_teardown, teardown" },
    { "before_each", "setup, inner setup, lazy_setup, inner lazy_setup, before_each, after_each, "
        .. "inner lazy_teardown, inner teardown, lazy_teardown, teardown" },
    { "inner before_each", "setup, inner setup, lazy_setup, inner lazy_setup, before_each, inner before_each, "
        .. "inner after_each, after_each, inner lazy_teardown, inner teardown, lazy_teardown, teardown" },
} do
    local failing, expected = case[1], case[2]
    describe("after a failure in " .. failing, function()
        local log = {}
        local function note(word)
            return function()
                log[#log + 1] = word
                if word == failing then error("on the way in") end
            end
        end
        describe("the outer block", function()
            setup(note "setup")
            lazy_setup(note "lazy_setup")
            before_each(note "before_each")
            after_each(note "after_each")
            lazy_teardown(note "lazy_teardown")
            teardown(note "teardown")
            teardown(function()
                -- The status is "error" in any case: what is printed is no row of the comparison, and breaks it.
                local order = table.concat(log, ", ")
                if order ~= expected then print("wrong order: " .. order) end
            end)
            describe("and the inner", function()
                setup(note "inner setup")
                lazy_setup(note "inner lazy_setup")
                before_each(note "inner before_each")
                after_each(note "inner after_each")
                lazy_teardown(note "inner lazy_teardown")
                teardown(note "inner teardown")
                it("are left as they were entered", function() log[#log + 1] = "test" end)
            end)
        end)
    end)
end

before_each(function() file_level = "set" end)

describe("a hook of the file", function()
    it("runs for all", function() assert.are.equal("set", file_level) end)
end)
