-- The global `help`: help(tavus.personas.create), help("personas"), help().
local help = ...

setmetatable(help, {
    __call = function(_, subject) print(require "tavus".help(subject)) end,
    __tostring = function() return "help(x) explains x, e.g. help(tavus.conversations.create)" end,
})
