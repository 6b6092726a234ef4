-- Where globals of a file, of blocks, hooks and tests are seen.
-- luacheck: ignore
file_global = "file"
_G.true_global = "true"

describe("a block", function()
    block_global = "block"
    before_each(function() hook_global = "hook" end)
    it("sees all further out", function()
        assert.are.same({ "file", "block", "hook", "true" }, { file_global, block_global, hook_global, true_global })
    end)
    it("keeps its own", function() test_global = 1; assert.are.equal(1, test_global) end)
    it("sees none of another test", function() assert.is_nil(test_global) end)
    it("does not write into the state", function()
        written = 1
        assert.is_nil(rawget(_G, "written"))
    end)
    it("may shadow", function() file_global = "mine"; assert.are.equal("mine", file_global) end)
    it("finds what it shadowed unchanged", function() assert.are.equal("file", file_global) end)
    it("may say nil", function() file_global = nil; assert.are.equal("file", file_global) end)
    describe("inside another", function()
        inner_global = "inner"
        it("sees both", function() assert.are.same({ "block", "inner" }, { block_global, inner_global }) end)
    end)
    it("does not see further in", function() assert.is_nil(inner_global) end)
end)

describe("another block", function()
    it("does not see the first", function() assert.is_nil(block_global); assert.is_nil(hook_global) end)
    setup(function() setup_global = "setup" end)
    it("sees what setup wrote", function() assert.are.equal("setup", setup_global) end)
    describe("with blocks inside", function()
        it("sees it, too", function() assert.are.equal("setup", setup_global) end)
    end)
end)

insulate("insulate", function()
    _G.insulated = 1
    package.loaded.insulated_module = {}
    _G.true_global = "changed"
    it("sees its own", function() assert.are.same({ 1, "changed" }, { insulated, true_global }) end)
    it("has its modules", function() assert.is_table(package.loaded.insulated_module) end)
end)

describe("after insulate", function()
    it("all is as before", function()
        assert.is_nil(rawget(_G, "insulated"))
        assert.is_nil(package.loaded.insulated_module)
        assert.are.equal("true", true_global)
    end)
end)

describe("no insulation", function()
    _G.described = 1
    it("is within", function() assert.are.equal(1, described) end)
end)

describe("after a block", function()
    it("_G stays", function() assert.are.equal(1, described) end)
end)

insulate("expose within insulate", function()
    insulate("insulated", function()
        expose("exposed", function()
            _G.laid_open = 1
            package.loaded.laid_open_module = {}
        end)
        it("keeps what was exposed", function() assert.are.equal(1, laid_open) end)
    end)
    it("has it outside, too", function()
        assert.are.equal(1, laid_open)
        assert.is_table(package.loaded.laid_open_module)
    end)
end)

describe("beyond two insulations", function()
    it("it is gone", function()
        assert.is_nil(laid_open)
        assert.is_nil(package.loaded.laid_open_module)
    end)
end)

insulate("a metatable of _G", function()
    setmetatable(_G, { __index = function(_, name) if name == "conjured" then return "yes" end end })
    it("works within", function() assert.are.equal("yes", conjured) end)
end)

describe("a metatable of _G", function()
    it("is gone after", function() assert.is_nil(getmetatable(_G)) end)
end)

expose("expose", function()
    exposed = "yes"
    it("sees it", function() assert.are.equal("yes", exposed) end)
end)

describe("after expose", function()
    it("it is seen", function() assert.are.equal("yes", exposed) end)
end)

describe("outside", function()
    expose("expose within", function() exposed_within = "yes" end)
    it("is seen", function() assert.are.equal("yes", exposed_within) end)
end)

it("is seen from afar", function() assert.are.equal("yes", exposed_within) end)

local function helper() return who end
describe("functions", function()
    it("see the globals of who calls", function()
        who = "caller"
        assert.are.equal("caller", helper())
    end)
    it("and not those of others", function() assert.is_nil(helper()) end)
end)

describe("the words", function()
    it("are no globals of the state", function()
        assert.is_nil(rawget(_G, "describe"))
        assert.is_nil(rawget(_G, "it"))
        assert.are.equal("function", type(rawget(_G, "assert")))
    end)
    it("are what busted has", function() assert.are.equal(spy, require("busted").spy) end)
    it("randomize is refused in tests", function() randomize() end)
    it("finally is for tests", function() finally(function() end) end)
    describe("randomize", function()
        randomize(false)
        it("has no effect", function() end)
    end)
    require "busted.runner" ()
    it("a runner is no hindrance", function() end)
end)
describe("finally in a hook", function()
    before_each(function() finally(function() end) end)
    it("is refused", function() end)
end)
