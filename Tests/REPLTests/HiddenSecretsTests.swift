import Testing

@testable import REPL

@Suite struct HiddenSecretsTests {
    private static let persona = ValueSnapshot.table(
        TableSnapshot(
            number: 1, typeName: "tavus.persona",
            members: [
                .init(
                    key: .string("layers", bytesCut: 0),
                    value: .table(
                        TableSnapshot(
                            number: 2,
                            members: [
                                .init(
                                    key: .string("llm", bytesCut: 0),
                                    value: .table(
                                        TableSnapshot(
                                            number: 3,
                                            members: [
                                                .init(
                                                    key: .string("api_key", bytesCut: 0),
                                                    value: .string("sk-1234", bytesCut: 0))
                                            ])))
                            ])))
            ]))

    @Test(arguments: [
        REPLSettings.DisplayMode.auto, .table, .tree, .json, .lua,
    ])
    func noModeShowsAKey(mode: REPLSettings.DisplayMode) {
        for value in [Self.persona, .table(TableSnapshot(number: 9, items: [Self.persona]))] {
            let text = Inspector(mode: mode, size: nil).text([value]).whole.plain
            #expect(!text.contains("sk-1234"), "\(text)")
        }
        let text = Inspector(mode: mode, size: nil).text([Self.persona]).whole.plain
        #expect(text.contains("api_key") && text.contains("‹redacted›"), "\(text)")
    }

    @Test func aSecretThatIsATableIsHiddenBelow() {
        func table(_ number: Int, _ name: String, _ value: ValueSnapshot) -> ValueSnapshot {
            .table(
                TableSnapshot(
                    number: number,
                    members: [.init(key: .string(name, bytesCut: 0), value: value)]))
        }
        let secret = table(
            1, "token", table(2, "of", table(3, "value", .string("sk-1234", bytesCut: 0))))
        let text = Inspector(mode: .json, size: nil).text([secret]).whole.plain
        #expect(text.contains("value") && text.contains("‹redacted›"), "\(text)")
        #expect(!text.contains("sk-1234"))
    }

    @Test func aValueByItselfIsShown() {
        let text = Inspector(mode: .auto, size: nil).text([.string("sk-1234", bytesCut: 0)])
        #expect(text.whole.plain == "\"sk-1234\"")
    }
}
