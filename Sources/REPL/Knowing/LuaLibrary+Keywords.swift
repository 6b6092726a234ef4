/// Lua's keywords: where they stand, and what they do. Lua 5.4 reference manual, 3.3 and 3.4.
extension LuaLibrary {
    static let keywords: [String: Function] = [
        "and": Function(usage: "a and b", summary: "a where that is false or nil, else b."),
        "break": Function(usage: "break", summary: "Leaves the innermost loop."),
        "do": Function(usage: "do … end", summary: "A block with locals of its own."),
        "else": conditional, "elseif": conditional, "if": conditional, "then": conditional,
        "end": Function(
            usage: "end", summary: "Ends a function, or a block of do, for, if or while."),
        "false": Function(
            usage: "false", summary: "One of the two values, with nil, that count as no."),
        "for": Function(
            usage: "for i = first, last [, step] do … end · for k, v in pairs(t) do … end",
            summary: "Runs a block for each number, or for whatever an iterator gives."),
        "function": Function(
            usage: "function name(a, b, …) … end · local function … · f = function(…) … end",
            summary: "A function; return gives its results."),
        "goto": Function(
            usage: "goto name · ::name::", summary: "Goes on at the label, in the same function."),
        "in": Function(
            usage: "for k, v in pairs(t) do … end",
            summary: "What a loop goes over: pairs(t), ipairs(list), tavus.personas.each()."),
        "local": Function(
            usage: "local a, b = 1, 2 · local c <const> = 3 · local f <close> = io.open(name)",
            summary: "Variables of the block; at the prompt, later entries see them, too."),
        "nil": Function(usage: "nil", summary: "No value: what an absent field gives."),
        "not": Function(usage: "not a", summary: "true where a is false or nil, else false."),
        "or": Function(usage: "a or b", summary: "a unless that is false or nil, else b."),
        "repeat": Function(
            usage: "repeat … until condition",
            summary: "Runs a block until the condition holds, at least once."),
        "return": Function(
            usage: "return a, b", summary: "Ends a function and gives results; last in its block."),
        "true": Function(
            usage: "true", summary: "As all values but false and nil, it counts as yes."),
        "until": Function(
            usage: "repeat … until condition", summary: "Ends a block that repeat began."),
        "while": Function(
            usage: "while condition do … end",
            summary: "Runs a block as long as the condition holds."),
    ]

    private static let conditional = Function(
        usage: "if a then … elseif b then … else … end",
        summary: "Runs the block of the first condition that holds.")
}
