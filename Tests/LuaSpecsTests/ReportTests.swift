import Foundation
import FoundationXML
import JSONValue
import LuaSpecs
import Testing

struct ReportTests {
    private func text(_ format: SpecFormat) async -> String {
        let outcomes = await SpecRunner.plain().outcomes(
            of: specs(
                """
                describe("calls", function()
                    it("end", function() end)
                    it("cost <less> & \\"more\\" #slow", function()
                        io.write("\\1 wrote\\n")
                        assert.message("why not").is_true(false)
                    end)
                    pending("wait")
                end)
                """)
        )
        .map(\.inNoTime)
        var report = format.report()
        let parts =
            [report.beginning(of: outcomes.count)] + outcomes.map { report.text(for: $0) }
            + [report.end(SpecSummary(outcomes, duration: .milliseconds(1234), seed: 7))]
        return parts.compactMap(\.self).joined(separator: "\n")
    }

    @Test func plainTextNamesWhatFailedAndWhere() async {
        let text = await text(.plain)
        #expect(
            text.hasPrefix(
                """
                demo_spec.lua
                  ok      calls end
                  FAILED  calls cost <less> & "more" #slow
                  pending calls wait

                demo_spec.lua:5: calls cost <less> & "more" #slow
                  why not
                """))
        #expect(text.hasSuffix("\n1 passed, 1 failed, 1 pending in 1.23 s, seed 7"))
        #expect(text.contains("  It wrote:\n    \u{1} wrote\n"))
    }

    @Test func tapIsNumberedAndEscaped() async {
        let lines = await text(.tap).split(separator: "\n")
        #expect(lines[0...2] == ["TAP version 13", "1..3", "ok 1 - demo calls end"])
        #expect(lines[3] == "not ok 2 - demo calls cost <less> & \"more\" \\#slow")
        #expect(lines[4] == "  # demo_spec.lua:5")
        #expect(lines.last == "ok 3 - demo calls wait # SKIP")
    }

    @Test func junitIsXMLThatOthersRead() async throws {
        let reader = Reader()
        let parser = XMLParser(data: Data(await text(.junit).utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(reader.names == ["calls end", "calls cost <less> & \"more\" #slow", "calls wait"])
        #expect(reader.counts == ["tests": "3", "failures": "1", "errors": "0", "skipped": "1"])
        #expect(reader.elements.contains("skipped"))
        #expect(reader.output == "\u{FFFD} wrote\n")
    }

    @Test func jsonHasARowForEachTest() async throws {
        let whole = try JSONValue(parsing: await text(.json))
        #expect(whole["success"] == 1)
        #expect(whole["failure"] == 1)
        #expect(
            whole["tests"]?.arrayValue?.map { $0["status"] } == ["success", "failure", "pending"])
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var names: [String] = []
        var counts: [String: String] = [:]
        var elements: Set<String> = []
        var output = ""
        private var isOutput = false

        func parser(
            _: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String] = [:]
        ) {
            elements.insert(name)
            isOutput = name == "system-out"
            if name == "testcase" { names.append(attributes["name"] ?? "") }
            if name == "testsuite" {
                counts = attributes.filter { !["name", "time"].contains($0.key) }
            }
        }

        func parser(_: XMLParser, foundCharacters text: String) {
            if isOutput { output += text }
        }

        func parser(
            _: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?
        ) { isOutput = false }
    }
}
