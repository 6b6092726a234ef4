import Testing

@testable import REPL

@Suite struct CursorContextTests {
    /// `|` marks the cursor.
    private func place(_ text: String) -> CursorContext.Place { context(text).place }

    private func context(_ text: String) -> CursorContext {
        var scalars = Array(text.unicodeScalars)
        let cursor = scalars.firstIndex(of: "|") ?? scalars.count
        if cursor < scalars.count { scalars.remove(at: cursor) }
        return CursorContext(EditBuffer(scalars: scalars, cursor: cursor))
    }

    private func path(_ names: String...) -> LuaPath { LuaPath(names) }

    private var create: CallSite { CallSite(LuaPath(["t", "create"])) }

    @Test func aWordIsWhatStandsBeforeTheCursor() {
        #expect(context("tavus.per|sonas").word == 6..<9)
        #expect(context("x = |").word == 4..<4)
        #expect(context("get(\"p5|\")").word == 5..<7)
        #expect(context("f(\"日本|\")").word == 3..<5)
    }

    @Test func namesAndMembersAreToldApart() {
        #expect(place("ta|") == .value(of: nil))
        #expect(place("") == .value(of: nil))
        #expect(place("x = 1 + ta|") == .value(of: nil))
        #expect(place("a ..b|") == .value(of: nil))
        #expect(place("tavus.|") == .member(of: path("tavus"), isMethod: false))
        #expect(
            place("tavus.conversations.end|")
                == .member(of: path("tavus", "conversations"), isMethod: false))
        #expect(place("p:up|") == .member(of: path("p"), isMethod: true))
        #expect(
            place("t[\"a b\"].c[2].|")
                == .member(
                    of: LuaPath([.name("t"), .name("a b"), .name("c"), .item(2)]), isMethod: false))
        #expect(place("(\"%d\"):|") == .member(of: path("string"), isMethod: true))
        #expect(place("goto |") == .nothing)
        #expect(place("12|") == .nothing)
        #expect(place("x -- a.|") == .nothing)
        #expect(place("(a or b).|") == .nothing)
        #expect(place("x --[[ get(\"|") == .nothing)
    }

    @Test func whatCallsGiveIsPartOfThePath() {
        let got = LuaPath([.name("t"), .name("get"), .call])
        #expect(place("t.get(\"p1\"):|") == .member(of: got, isMethod: true))
        #expect(place("t.get\"p1\".|") == .member(of: got, isMethod: false))
        #expect(place("t.get{ a = 1 }.|") == .member(of: got, isMethod: false))
        #expect(
            place("t.list().data[i].|")
                == .member(
                    of: LuaPath([.name("t"), .name("list"), .call, .name("data"), .item(nil)]),
                    isMethod: false))
    }

    @Test func keysKnowTheirCallAndWhatIsGiven() {
        #expect(place("t.create{ |") == .key(of: create, given: []))
        #expect(place("t.create({ a|") == .key(of: create, given: []))
        #expect(
            place("t.create{ a = \"x\", [\"b\"] = f(1, c), |, d = 2 }")
                == .key(
                    of: create, given: [GivenKey("a", text: "x"), GivenKey("b"), GivenKey("d")]))
        #expect(place("t.create{ a|b = 1, c = 2 }") == .key(of: create, given: [GivenKey("c")]))
        #expect(place("t.create{ | ab = 1 }") == .key(of: create, given: [GivenKey("ab")]))
        #expect(
            place("t.create{ g = function() a, b = 1, 2 end, |")
                == .key(of: create, given: [GivenKey("g")]))
    }

    @Test func tablesInTablesAreFollowedInwards() {
        var inner = create
        inner.steps = [.key("layers"), .key("llm")]
        #expect(place("t.create{ layers = { llm = { |") == .key(of: inner, given: []))
        #expect(
            place("t.create{ layers = { llm = { x = 1 }, |")
                == .key(of: create.inside(.key("layers")), given: [GivenKey("llm")]))
        inner = CallSite(LuaPath(["t", "patch"]), argument: 1, steps: [.item])
        #expect(place("t.patch(\"p\", {{ op|") == .key(of: inner, given: []))
        #expect(place("x = { |") == .value(of: nil))
        #expect(place("t.create{ a = b and { |") == .value(of: nil))
    }

    @Test func valuesKnowTheirKey() {
        let value = create.inside(.key("mode"))
        #expect(place("t.create{ mode = |") == .value(of: value))
        #expect(place("t.create{ mode = fu|") == .value(of: value))
        #expect(place("t.create{ mode = x .. |") == .value(of: nil))
        #expect(place("t.create{ mode = \"fu|") == .string(of: value))
        #expect(place("t.create{ mode = \"|\", other = 1 }") == .string(of: value))
        #expect(
            place("t.create{ ids = { \"a\", \"|")
                == .string(
                    of: create.inside(.key("ids")).inside(.item)))
    }

    @Test func argumentsAreCounted() {
        let get = CallSite(LuaPath(["t", "get"]))
        #expect(place("t.get(|") == .value(of: get))
        #expect(place("t.get(\"|") == .string(of: get))
        #expect(place("t.get\"p|") == .string(of: get))
        #expect(place("f(a, (b), \"|") == .string(of: CallSite(LuaPath(["f"]), argument: 2)))
        #expect(
            place("p:wait(\"|")
                == .string(
                    of: CallSite(LuaPath(["p", "wait"]), isMethod: true)))
        #expect(place("f(a .. \"|") == .string(of: nil))
        #expect(
            place("map(xs, function(x) local a, b; return x.|")
                == .member(of: path("x"), isMethod: false))
        #expect(
            place("map(xs, function(x) local a, b; g(\"|")
                == .string(of: CallSite(LuaPath(["g"]))))
        #expect(place("map(xs, function(x) return |") == .value(of: nil))
        #expect(place("function f(|") == .value(of: nil))
        #expect(place("x = [[ get(\"|") == .nothing)
    }

    @Test func aStringInBracketsIsAMember() {
        #expect(place("t[\"a|") == .index(of: path("t")))
        #expect(
            place("tavus.conversations[\"e|\"](c)")
                == .index(of: path("tavus", "conversations")))
        #expect(place("{ [\"a|") == .string(of: nil))
    }
}
