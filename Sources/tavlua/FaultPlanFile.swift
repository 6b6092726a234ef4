import JSONValue
import TOMLKit
import TavusAPI

/// A file of faults for `tavlua emulator --faults`: in TOML one table `[[fault]]` for each, in JSON a
/// list of objects, or an object whose member `fault` is one.
///
/// ```toml
/// [[fault]]
/// operation = "videos.create"
/// status = 503
/// times = 2
/// ```
enum FaultPlanFile {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// - Throws: ``Problem`` with the path, and the line where there is one.
    static func faults(at path: String) throws(Problem) -> [JSONObject] {
        let shown = DisplayText.safe(path, limit: 200)
        let plan = try plan(in: text(at: path, shown), path, shown)
        guard let list = (plan["fault"] ?? plan).arrayValue else {
            throw Problem(
                description: "\(shown): expected tables [[fault]], or in JSON a list of faults")
        }
        var faults: [JSONObject] = []
        for (index, fault) in list.enumerated() {
            guard let fields = fault.objectValue else {
                throw Problem(description: "\(shown): fault \(index + 1) is no table")
            }
            faults.append(fields)
        }
        return faults
    }

    private static func text(at path: String, _ shown: String) throws(Problem) -> String {
        do throws(UserFile.Problem) {
            if let text = try UserFile.text(at: path) { return text }
        } catch {
            throw Problem(description: "\(shown): \(error.why)")
        }
        throw Problem(description: "\(shown): no such file")
    }

    private static func plan(
        in text: String, _ path: String, _ shown: String
    ) throws(Problem) -> JSONValue {
        do {
            guard !path.hasSuffix(".json") else { return try JSONValue(parsing: text) }
            return try JSONValue(parsing: TOMLTable(string: text).convert(to: .json))
        } catch let error as TOMLParseError {
            let place = error.source.begin
            let why = DisplayText.safe(error.description, limit: 200)
            throw Problem(description: "\(shown):\(place.line):\(place.column): \(why)")
        } catch let error as JSONParseError {
            throw Problem(description: "\(shown): at offset \(error.offset): \(error.reason)")
        } catch {
            throw Problem(description: "\(shown): \(error)")
        }
    }
}
