/// Lua's own functions, and those that every session has: how they are called, and a line about each.
///
/// Lua 5.4 reference manual, 6; a test compares the names with those that a session has.
enum LuaLibrary {
    struct Function: Sendable, Equatable {
        /// `string.rep(s, n [, separator])`
        var usage: String
        var summary: String
    }

    static let tables = [
        "coroutine": "Functions that can pause.", "debug": "Looks into running code.",
        "io": "Files.", "math": "Numbers.", "os": "Time, files, environment.",
        "package": "Where modules come from.", "string": "Texts; s:upper() calls string.upper(s).",
        "table": "Lists.", "utf8": "Texts by characters.", "json": "JSON, by require \"json\".",
        "tavus": "The Tavus API.", "_G": "All globals.",
        "out": "What entries gave, by their number.",
    ]

    /// By name: "string.rep".
    static let functions: [String: Function] = [
        "assert": Function(
            usage: "assert(value [, message])",
            summary: "Gives its arguments, or raises the message where the value is false or nil."),
        "collectgarbage": Function(
            usage: "collectgarbage([option, …])",
            summary: "Steers the garbage collector; \"count\" gives the memory in kilobytes."),
        "dofile": Function(
            usage: "dofile([file])", summary: "Runs a file and gives what it returns."),
        "error": Function(usage: "error(message [, level])", summary: "Raises an error."),
        "getmetatable": Function(
            usage: "getmetatable(value)",
            summary: "The metatable of a value, or its field __metatable."),
        "ipairs": Function(
            usage: "ipairs(list)", summary: "For loops over 1, 2, … up to the first nil."),
        "load": Function(
            usage: "load(chunk [, name, mode, environment])",
            summary:
                "Compiles a text or the pieces that a function gives; nil and a message if it cannot."
        ),
        "loadfile": Function(
            usage: "loadfile([file, mode, environment])",
            summary: "Compiles a file; nil and a message if it cannot."),
        "next": Function(
            usage: "next(table [, key])", summary: "The member after a key, in no order."),
        "pairs": Function(
            usage: "pairs(table)", summary: "For loops over all members, in no order."),
        "pcall": Function(
            usage: "pcall(f, …)", summary: "Calls f; true and its results, or false and the error."),
        "print": Function(
            usage: "print(…)", summary: "Writes its arguments with tabs between and a newline."),
        "rawequal": Function(
            usage: "rawequal(a, b)", summary: "Whether both are the same, without metamethods."),
        "rawget": Function(usage: "rawget(table, key)", summary: "A member, without metamethods."),
        "rawlen": Function(usage: "rawlen(value)", summary: "The length, without metamethods."),
        "rawset": Function(
            usage: "rawset(table, key, value)", summary: "Sets a member, without metamethods."),
        "require": Function(usage: "require(name)", summary: "A module, loaded at the first call."),
        "select": Function(
            usage: "select(n | \"#\", …)",
            summary: "The arguments from the nth on, or how many there are."),
        "setmetatable": Function(
            usage: "setmetatable(table, metatable | nil)",
            summary: "Gives a table its metatable, and the table back."),
        "tonumber": Function(
            usage: "tonumber(value [, base])", summary: "A number of a text, or nil."),
        "tostring": Function(usage: "tostring(value)", summary: "A text for any value."),
        "type": Function(usage: "type(value)", summary: "The name of a value's type."),
        "warn": Function(
            usage: "warn(message, …)", summary: "Writes a warning; \"@off\" and \"@on\" switch."),
        "xpcall": Function(
            usage: "xpcall(f, handler, …)",
            summary: "Calls f; an error goes through the handler first."),
        "coroutine.close": Function(
            usage: "coroutine.close(co)",
            summary: "Closes a suspended coroutine and its to-be-closed variables."),
        "coroutine.create": Function(
            usage: "coroutine.create(f)", summary: "A coroutine that will run f."),
        "coroutine.isyieldable": Function(
            usage: "coroutine.isyieldable([co])", summary: "Whether it can yield here."),
        "coroutine.resume": Function(
            usage: "coroutine.resume(co, …)",
            summary: "Goes on with it; true and what it yields, or false and the error."),
        "coroutine.running": Function(
            usage: "coroutine.running()",
            summary: "The running coroutine, and whether it is the main one."),
        "coroutine.status": Function(
            usage: "coroutine.status(co)", summary: "running, suspended, normal or dead."),
        "coroutine.wrap": Function(
            usage: "coroutine.wrap(f)", summary: "A function that resumes f each time it is called."
        ),
        "coroutine.yield": Function(
            usage: "coroutine.yield(…)", summary: "Suspends, and gives what it is resumed with."),
        "debug.debug": Function(
            usage: "debug.debug()", summary: "Reads and runs lines until \"cont\"."),
        "debug.gethook": Function(
            usage: "debug.gethook([thread])", summary: "The hook, its mask and count."),
        "debug.getinfo": Function(
            usage: "debug.getinfo([thread,] f | level [, what])",
            summary: "A table about a function or a level of the stack."),
        "debug.getlocal": Function(
            usage: "debug.getlocal([thread,] level | f, n)", summary: "Name and value of a local."),
        "debug.getmetatable": Function(
            usage: "debug.getmetatable(value)", summary: "The metatable itself."),
        "debug.getregistry": Function(usage: "debug.getregistry()", summary: "The registry."),
        "debug.getupvalue": Function(
            usage: "debug.getupvalue(f, n)", summary: "Name and value of an upvalue."),
        "debug.getuservalue": Function(
            usage: "debug.getuservalue(userdata [, n])",
            summary: "A value that belongs to a userdata."),
        "debug.sethook": Function(
            usage: "debug.sethook([thread,] hook, mask [, count])",
            summary: "Calls a function at lines, calls, returns or counts."),
        "debug.setlocal": Function(
            usage: "debug.setlocal([thread,] level, n, value)", summary: "Sets a local."),
        "debug.setmetatable": Function(
            usage: "debug.setmetatable(value, metatable)", summary: "Sets any value's metatable."),
        "debug.setupvalue": Function(
            usage: "debug.setupvalue(f, n, value)", summary: "Sets an upvalue."),
        "debug.setuservalue": Function(
            usage: "debug.setuservalue(userdata, value [, n])",
            summary: "Sets a value that belongs to a userdata."),
        "debug.setcstacklimit": Function(
            usage: "debug.setcstacklimit(limit)", summary: "Does nothing any more."),
        "debug.traceback": Function(
            usage: "debug.traceback([thread,] [message [, level]])",
            summary: "The way that led here, as a text."),
        "debug.upvalueid": Function(
            usage: "debug.upvalueid(f, n)", summary: "Tells upvalues apart."),
        "debug.upvaluejoin": Function(
            usage: "debug.upvaluejoin(f1, n1, f2, n2)",
            summary: "Makes one closure share an upvalue of another."),
        "io.close": Function(
            usage: "io.close([file])", summary: "Closes a file, or the default output."),
        "io.flush": Function(
            usage: "io.flush()", summary: "Writes what the default output holds back."),
        "io.input": Function(
            usage: "io.input([file])", summary: "Sets or gives the default input."),
        "io.lines": Function(
            usage: "io.lines([file, format, …])", summary: "For loops over the lines of a file."),
        "io.open": Function(
            usage: "io.open(file [, mode])",
            summary:
                "Opens a file: r, w, a, r+, w+, a+, with b for binary; nil and a message if it cannot."
        ),
        "io.output": Function(
            usage: "io.output([file])", summary: "Sets or gives the default output."),
        "io.popen": Function(
            usage: "io.popen(program [, mode])",
            summary: "Starts a program to read from or to write to."),
        "io.read": Function(
            usage: "io.read(format, …)",
            summary:
                "Reads from the default input: \"l\", \"L\", \"n\", \"a\" or a number of bytes."),
        "io.tmpfile": Function(
            usage: "io.tmpfile()", summary: "A file that is gone when the program ends."),
        "io.type": Function(usage: "io.type(value)", summary: "\"file\", \"closed file\" or nil."),
        "io.write": Function(
            usage: "io.write(…)", summary: "Writes texts and numbers to the default output."),
        "math.abs": Function(usage: "math.abs(x)", summary: "Without its sign."),
        "math.acos": Function(usage: "math.acos(x)", summary: "Arc cosine, in radians."),
        "math.asin": Function(usage: "math.asin(x)", summary: "Arc sine, in radians."),
        "math.atan": Function(
            usage: "math.atan(y [, x])", summary: "Arc tangent of y/x, in radians."),
        "math.ceil": Function(usage: "math.ceil(x)", summary: "The least integer not below x."),
        "math.cos": Function(usage: "math.cos(x)", summary: "Cosine of radians."),
        "math.deg": Function(usage: "math.deg(x)", summary: "Degrees of radians."),
        "math.exp": Function(usage: "math.exp(x)", summary: "e to the power of x."),
        "math.floor": Function(
            usage: "math.floor(x)", summary: "The greatest integer not above x."),
        "math.fmod": Function(
            usage: "math.fmod(x, y)", summary: "The remainder that rounds towards zero."),
        "math.log": Function(
            usage: "math.log(x [, base])", summary: "Logarithm, natural without a base."),
        "math.max": Function(usage: "math.max(x, …)", summary: "The greatest."),
        "math.min": Function(usage: "math.min(x, …)", summary: "The least."),
        "math.modf": Function(usage: "math.modf(x)", summary: "The integral part, and the rest."),
        "math.rad": Function(usage: "math.rad(x)", summary: "Radians of degrees."),
        "math.random": Function(
            usage: "math.random([m [, n]])",
            summary: "A float from 0 to 1, or an integer from 1 to m or from m to n."),
        "math.randomseed": Function(
            usage: "math.randomseed([x [, y]])",
            summary: "Begins the sequence of random numbers anew."),
        "math.sin": Function(usage: "math.sin(x)", summary: "Sine of radians."),
        "math.sqrt": Function(usage: "math.sqrt(x)", summary: "Square root."),
        "math.tan": Function(usage: "math.tan(x)", summary: "Tangent of radians."),
        "math.tointeger": Function(
            usage: "math.tointeger(x)", summary: "The integer that equals x, or nil."),
        "math.type": Function(usage: "math.type(x)", summary: "\"integer\", \"float\", or nil."),
        "math.ult": Function(
            usage: "math.ult(m, n)", summary: "Whether m is below n, both without sign."),
        "os.clock": Function(usage: "os.clock()", summary: "Processor time in seconds."),
        "os.date": Function(
            usage: "os.date([format [, time]])",
            summary: "A date as a text; \"*t\" gives a table, \"!\" means UTC."),
        "os.difftime": Function(
            usage: "os.difftime(t2, t1)", summary: "Seconds between two times."),
        "os.execute": Function(
            usage: "os.execute([command])", summary: "Runs a command of the shell."),
        "os.exit": Function(usage: "os.exit([status])", summary: "Ends the program."),
        "os.getenv": Function(
            usage: "os.getenv(name)", summary: "A variable of the environment, or nil."),
        "os.remove": Function(usage: "os.remove(file)", summary: "Deletes a file."),
        "os.rename": Function(usage: "os.rename(old, new)", summary: "Renames a file."),
        "os.setlocale": Function(
            usage: "os.setlocale(locale [, category])", summary: "Sets the locale of the program."),
        "os.time": Function(
            usage: "os.time([table])", summary: "Seconds since 1970, of now or of a date."),
        "os.tmpname": Function(usage: "os.tmpname()", summary: "A name for a temporary file."),
        "package.loadlib": Function(
            usage: "package.loadlib(file, function)", summary: "A C function of a library."),
        "package.searchpath": Function(
            usage: "package.searchpath(name, path [, separator, replacement])",
            summary: "The file that a module would be loaded from."),
        "string.byte": Function(
            usage: "string.byte(s [, i [, j]])", summary: "The codes of bytes."),
        "string.char": Function(usage: "string.char(…)", summary: "A text of codes."),
        "string.dump": Function(
            usage: "string.dump(f [, strip])", summary: "A function in binary."),
        "string.find": Function(
            usage: "string.find(s, pattern [, start [, plain]])",
            summary: "Where a pattern is first found, and its captures."),
        "string.format": Function(
            usage: "string.format(template, …)", summary: "Fills in a template: %d %s %5.2f %q %x."),
        "string.gmatch": Function(
            usage: "string.gmatch(s, pattern [, start])", summary: "For loops over all matches."),
        "string.gsub": Function(
            usage: "string.gsub(s, pattern, replacement [, n])",
            summary:
                "A copy with matches replaced by a text, a table's members or a function's results."
        ),
        "string.len": Function(usage: "string.len(s)", summary: "How many bytes."),
        "string.lower": Function(usage: "string.lower(s)", summary: "In small letters."),
        "string.match": Function(
            usage: "string.match(s, pattern [, start])",
            summary: "The captures of the first match, or the match."),
        "string.pack": Function(usage: "string.pack(format, …)", summary: "Values in binary."),
        "string.packsize": Function(
            usage: "string.packsize(format)", summary: "How long string.pack's result is."),
        "string.rep": Function(usage: "string.rep(s, n [, separator])", summary: "So many copies."),
        "string.reverse": Function(usage: "string.reverse(s)", summary: "Backwards, byte by byte."),
        "string.sub": Function(
            usage: "string.sub(s, i [, j])",
            summary: "From byte i to j; negative ones count from the end."),
        "string.unpack": Function(
            usage: "string.unpack(format, s [, start])", summary: "Values that string.pack packed."),
        "string.upper": Function(usage: "string.upper(s)", summary: "In capitals."),
        "table.concat": Function(
            usage: "table.concat(list [, separator [, i [, j]]])", summary: "All items as one text."
        ),
        "table.insert": Function(
            usage: "table.insert(list, [position,] value)",
            summary: "Puts an item in, at the end without a position."),
        "table.move": Function(
            usage: "table.move(a1, first, last, target [, a2])",
            summary: "Copies items to another place."),
        "table.pack": Function(
            usage: "table.pack(…)", summary: "A list of its arguments, with their number n."),
        "table.remove": Function(
            usage: "table.remove(list [, position])",
            summary: "Takes an item out, the last one without a position."),
        "table.sort": Function(
            usage: "table.sort(list [, before])",
            summary: "Sorts in place; before(a, b) says whether a comes first."),
        "table.unpack": Function(
            usage: "table.unpack(list [, i [, j]])", summary: "The items as several values."),
        "utf8.char": Function(usage: "utf8.char(…)", summary: "A text of code points."),
        "utf8.codepoint": Function(
            usage: "utf8.codepoint(s [, i [, j [, lax]]])",
            summary: "The code points of characters."),
        "utf8.codes": Function(
            usage: "utf8.codes(s [, lax])", summary: "For loops over positions and code points."),
        "utf8.len": Function(
            usage: "utf8.len(s [, i [, j [, lax]]])",
            summary: "How many characters; nil and a position where it is not UTF-8."),
        "utf8.offset": Function(
            usage: "utf8.offset(s, n [, i])", summary: "At which byte the nth character begins."),
        "json.array": Function(
            usage: "json.array(table)",
            summary: "Marks a table that is an array even if it is empty."),
        "json.decode": Function(
            usage: "json.decode(text)", summary: "The value that a JSON text stands for."),
        "json.encode": Function(
            usage: "json.encode(value)", summary: "JSON on one line, names sorted."),
        "json.pretty": Function(
            usage: "json.pretty(value)", summary: "JSON with a line for each member."),
        "spawn": Function(
            usage: "spawn(f, …)",
            summary: "Runs f in the background: .jobs lists it, .wait comes back to it."),
        "help": Function(
            usage: "help([x])", summary: "Prints help about a function or a resource of tavus."),
        "repl": Function(
            usage: "repl()", summary: "In a script: opens a prompt there, which sees its locals."),
    ]
}
