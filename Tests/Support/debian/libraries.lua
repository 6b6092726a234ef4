-- Debian's pure-Lua libraries: argparse, dkjson, luaunit, penlight, and luassert with say.
local Parser = require "argparse"
local parser = Parser("tool", "A tool."):add_help(false)
parser:argument("input"):args("+")
parser:option("-l --level"):convert(tonumber):default("1")
parser:flag("-v --verbose"):count("*")
local parsed = parser:parse { "a", "b", "-vv", "--level", "7" }
print(table.concat(parsed.input, " "), parsed.level, parsed.verbose)
print(parser:pparse { "--unknown" })
print(parser:get_help())

local dkjson = require "dkjson"
print(dkjson.encode({ 1, { a = "ä\n" }, dkjson.null }, { indent = true }))
print(dkjson.decode('{"a": [1, 2'))

local pretty, List, stringx = require "pl.pretty", require "pl.List", require "pl.stringx"
print(pretty.write { 1, "two", { three = 3 } })
print(List { 3, 1, 2 }:sort():map("+", 1), stringx.split("a,b,c", ","):concat("|"))
print(require("pl.template").substitute("# for i = 1, 2 do\n$(i)\n# end\n", { _escape = "#" }))
print(pcall(require("pl.utils").assert_arg, 1, 5, "string"))
local class = require "pl.class"
local Animal = class { _init = function(self, name) self.name = name end }
local Dog = class(Animal)
print(Dog("Rex").name, Dog("Rex"):is_a(Animal), Dog:class_of(Animal("x")))
print(require("pl.app").parse_args({ "--file=x", "-q", "rest" }, {})["file"])

local assert_that = require "luassert"
print(pcall(assert_that.are.same, { 1, { 2 } }, { 1, { 3 } }))
print(pcall(assert_that.has_error, function() error("x", 0) end, "y"))
local spy = require("luassert.spy").new(function() return 5 end)
print(spy(1, 2), pcall(function() assert_that.spy(spy).was.called_with(1, 2) end))

local luaunit = require "luaunit"
-- luacheck: globals TestPairs
TestPairs = {}
function TestPairs.testEqual() luaunit.assertEquals({ 1, a = 2 }, { 1, a = 2 }) end
function TestPairs.testDiffers() luaunit.assertEquals({ 1, 2 }, { 1, 3 }) end
function TestPairs.testError() luaunit.assertErrorMsgContains("in", error, "inner") end
function TestPairs.testRaises() error("raised") end
function TestPairs.testSkip() luaunit.skip("not today") end
local runner = luaunit.LuaUnit.new()
runner:setOutputType("tap")
os.exit(runner:runSuite("--pattern", "TestPairs"))
