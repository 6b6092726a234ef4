import Testing

@testable import LuaHost

private struct Order: LuaCodable, Equatable {
    struct Line: Codable, Equatable {
        var sku: String
        var count: Int
        var price: Double?
    }
    enum State: String, Codable { case open, paid }
    var id: Int
    var state: State
    var lines: [Line]
    var notes: [String: String] = [:]
}

private enum Colour: String, LuaCodable { case red, green }

@Suite struct TypedFunctionTests {
    private let module = LuaModule("typed", isGlobal: true) {
        LuaFunction("add") { (a: Int, b: Int?) in a + (b ?? 10) }
        LuaFunction("half") { (x: Double) in x / 2 }
        LuaFunction("byte") { (x: UInt8) in x }
        LuaFunction("flip") { (x: Bool) in !x }
        LuaFunction("greet") { (name: String, times: Int?) in
            String(repeating: "hi \(name) ", count: times ?? 1)
        }
        LuaFunction("count") { (bytes: LuaString) in bytes.bytes.count }
        LuaFunction("nothing") { () -> Void in }
        LuaFunction("several") { () in LuaResults(1, "two", true) }
        LuaFunction("maybe") { (there: Bool) -> Int? in there ? 1 : nil }
        LuaFunction("sum") { (list: [Int]) in list.reduce(0, +) }
        LuaFunction("keys") { (table: [String: Int]) in table.keys.sorted() }
        LuaFunction("all") { (first: Int, rest: LuaRest) in first + rest.values.count }
        LuaFunction("five") { (a: Int, b: Int, c: Int, d: String, e: Double) in
            "\(a) \(b) \(c) \(d) \(e)"
        }
        LuaFunction("order") { (order: Order) in order }
        LuaFunction("colour") { (colour: Colour) in colour }
        LuaFunction("later") { (order: Order, more: Int?) async throws -> Order in
            await Task.yield()
            var order = order
            order.id += more ?? 1
            return order
        }
        LuaFunction("quietly") { (x: Int) async in await Task.yield() }
        LuaFunction("infinite") { () in [Double.infinity] }
        LuaFunction("raw") { arguments in arguments.values }
    }

    @Test(
        arguments: [
            ("typed.add(1, 2)", 3), ("typed.add(1)", 11), ("typed.add(1, nil)", 11),
            ("typed.add(2.0, 3.0)", 5), ("typed.add(1, 2, 'ignored')", 3),
            ("typed.half(3)", 1.5), ("typed.half(0.5)", 0.25), ("typed.byte(255)", 255),
            ("typed.flip(true)", false), ("typed.greet('Rio')", "hi Rio "),
            ("typed.greet('R', 2)", "hi R hi R "), ("typed.count('a\\0\\xff')", 3),
            ("typed.nothing()", nil), ("select('#', typed.nothing())", 0),
            ("typed.several()", 1), ("typed.maybe(true)", 1), ("typed.maybe(false)", nil),
            ("typed.sum{1, 2, 3}", 6), ("typed.sum{}", 0),
            ("typed.keys{b = 1, a = 2}", .json(#"["a","b"]"#)),
            ("typed.all(1, 'x', {}, nil)", 4), ("typed.five(1, 2, 3, 'x', 4)", "1 2 3 x 4.0"),
            ("typed.colour('red')", "red"), ("select('#', typed.quietly(1))", 0),
            ("typed.raw(1, nil)", 1), ("select('#', typed.raw(1, nil))", 2),
            (
                "typed.order{id = 1, state = 'open', lines = {}, notes = {}}",
                .json(#"{"id":1,"lines":[],"notes":{},"state":"open"}"#)
            ),
            (
                "typed.later({id = 1, state = 'paid', lines = {{sku = 'A', count = 2}}, notes = {}}, 5)",
                .json(#"{"id":6,"lines":[{"count":2,"sku":"A"}],"notes":{},"state":"paid"}"#)
            ),
        ] as [(String, LuaValue)])
    func aTypedFunctionAnswers(call: String, answer: LuaValue) async throws {
        let values = try await Probe().run("local v = \(call) return v", modules: [module])
        #expect(values == [answer])
    }

    @Test(arguments: [
        ("typed.add()", "bad argument #1 to 'add' (integer expected, got no value)"),
        ("typed.add(1, 'x')", "bad argument #2 to 'add' (integer expected, got string)"),
        ("typed.add('1')", "bad argument #1 to 'add' (integer expected, got string)"),
        ("typed.add(1.5)", "bad argument #1 to 'add' (number has no integer representation)"),
        ("typed.half(print)", "bad argument #1 to 'half' (number expected, got function)"),
        ("typed.byte(256)", "bad argument #1 to 'byte' (integer from 0 to 255 expected, got 256)"),
        ("typed.flip(1)", "bad argument #1 to 'flip' (boolean expected, got number)"),
        ("typed.greet('\\xff')", "bad argument #1 to 'greet' (invalid UTF-8 in string)"),
        ("typed.greet({})", "bad argument #1 to 'greet' (string expected, got table)"),
        ("typed.five(1, 2, 3, 4)", "bad argument #4 to 'five' (string expected, got number)"),
        (
            "typed.sum{1, 'x'}",
            "bad argument #1 to 'sum' (field '[2]': integer expected, got string)"
        ),
        ("typed.sum(1)", "bad argument #1 to 'sum' (list expected, got number)"),
        (
            "typed.sum{a = 1}",
            "bad argument #1 to 'sum' (list expected, got a table with named fields)"
        ),
        (
            "typed.order{id = 1.5}",
            "bad argument #1 to 'order' (field 'id': integer expected, got 1.5)"
        ),
        (
            "typed.order{id = 1, state = 'lost'}",
            """
            bad argument #1 to 'order' (field 'state': Cannot initialize State from invalid \
            String value lost)
            """
        ),
        ("typed.order{id = 1}", "bad argument #1 to 'order' (field 'state': it is missing)"),
        (
            "typed.order{id = 1, state = 'open', lines = {{sku = 'A', count = 1}, {sku = 2}}}",
            "bad argument #1 to 'order' (field 'lines[2].sku': string expected, got number)"
        ),
        (
            "typed.later{id = 1, state = 'open', lines = {{sku = 'A'}}}",
            "bad argument #1 to 'later' (field 'lines[1].count': it is missing)"
        ),
        ("typed.infinite()", "field '[1]': inf cannot be sent"),
    ])
    func anArgumentThatDoesNotFitIsNamed(call: String, message: String) async throws {
        let values = try await Probe().run(
            "local ok, e = pcall(function() return \(call) end) return ok, tostring(e), e.code",
            modules: [module])
        #expect(values == [false, .string(message), "invalid_argument"])
    }

    @Test func resultsReadAsSwiftTypes() async throws {
        let session = try await Probe().session()
        let number: Int = try await session.run("return 1 + 1").value()
        #expect(number == 2)
        let (name, count, missing) = try await session.run("return 'Rio', 3").values(
            as: String.self, Int.self, Double?.self)
        #expect(name == "Rio" && count == 3 && missing == nil)
        let order: Order = try await session.run(
            "return {id = 7, state = 'open', lines = {}, notes = {a = 'b'}}"
        ).value()
        #expect(order == Order(id: 7, state: .open, lines: [], notes: ["a": "b"]))
        let failure = await #expect(throws: LuaConversionError.self) {
            _ = try await session.run("return 1, {}").values(as: Int.self, Int.self)
        }
        #expect(failure?.description == "result 2: integer expected, got table")
        await session.close()
    }

    @Test func globalsAreSetAndRead() async throws {
        let session = try await Probe().session()
        try await session.setGlobal("limit", to: 5)
        try await session.setGlobal("order", to: Order(id: 1, state: .paid, lines: []))
        #expect(try await session.run("return limit, order.state") == [5, "paid"])
        let limit: Int = try await session.global("limit")
        #expect(limit == 5)
        let failure = await #expect(throws: LuaConversionError.self) {
            let _: String = try await session.global("limit")
        }
        #expect(failure?.description == "global 'limit': string expected, got number")
        let values = try await session.run("local a, b = ... return b, a", 1, "two")
        #expect(values == ["two", 1])
        await session.close()
    }
}
