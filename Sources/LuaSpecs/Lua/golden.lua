-- assert.golden(value, "name"): the value is what it was when it was last accepted. The host keeps the files.
local frames = require "spec.frames"
local assert = require "spec.assert"
local checking = require "spec.checking"

frames.hide()

assert:register("assertion", "golden", function(chain, arguments)
    checking.count("golden", 2, arguments)
    local value, name = arguments[1], arguments[2]
    if type(name) ~= "string" or name == "" then checking.wrong("golden", 2, "a name", name) end
    if not chain.mod then
        error(frames.position() .. "assert.golden has no opposite: there is one file of what should be", 0)
    end
    chain.failure_message = checking.message(chain, arguments[3])
    local difference = require "spec.host".golden(name, value)
    arguments.note = difference
    return difference == nil
end)
