-- An output handler of busted (`busted --output=theirs.lua`): one line for each event that says how a test ended.
--   test     STATUS  NAME
--   support  HOOK    BLOCK     an error in a hook or in the body of a block
return function()
    local busted = require "busted"
    local handler = require "busted.outputHandlers.base" ()
    local hooks = {
        before_each = true, after_each = true, strict_setup = true, strict_teardown = true,
        lazy_setup = true, lazy_teardown = true, describe = true, file = true,
    }

    local function tell(...) io.write(table.concat({ ... }, "\t"), "\n") end

    busted.subscribe({ "test", "end" }, function(element, _, status)
        tell("test", status, handler.getFullName(element))
    end)

    busted.subscribe({ "error" }, function(element, parent)
        if not hooks[element.descriptor] then return end
        local block = element.descriptor == "describe" and element or parent
        local is_file = block == nil or block.descriptor == "file"
        tell("support", element.descriptor, is_file and "" or handler.getFullName(block))
    end)

    return handler
end
