import JSONValue
import LuaHost
import TavusAPI

/// The table of options that is a function's last argument. Names that nobody knows are refused, with
/// the one that was probably meant.
struct ModuleOptions {
    private let function: String
    private let members: JSONObject

    /// - Parameter known: the names there are.
    init(_ arguments: LuaArguments, at position: Int, of function: String, known: [String]) throws {
        self.function = function
        guard let text = try arguments.optionalJSON(position) else {
            members = [:]
            return
        }
        let value = try JSONValue(parsing: text)
        guard let members = value.objectValue ?? (value == [] ? [:] : nil) else {
            throw LuaArgumentError(
                position, of: function, "a table of options expected, got a list")
        }
        for name in members.keys where !known.contains(name) {
            let near = nearest(name, among: known).map { " Did you mean \"\($0)\"?" } ?? ""
            throw ModuleError(
                .invalidArgument, in: function,
                "unknown option \"\(DisplayText.safe(name, limit: 60))\".\(near)"
                    + (near.isEmpty ? " There are: \(known.joined(separator: ", "))." : ""))
        }
        self.members = members
    }

    func flag(_ name: String, default value: Bool) throws -> Bool {
        guard let member = members[name] else { return value }
        guard let flag = member.boolValue else { throw misfit(name, "true or false", member) }
        return flag
    }

    func text(_ name: String) throws -> String? {
        guard let member = members[name] else { return nil }
        guard let text = member.stringValue else { throw misfit(name, "text", member) }
        return text
    }

    func texts(_ name: String) throws -> [String]? {
        guard let member = members[name] else { return nil }
        guard let items = member.arrayValue, items.allSatisfy({ $0.stringValue != nil }) else {
            throw misfit(name, "a list of texts", member)
        }
        return items.compactMap(\.stringValue)
    }

    func value(_ name: String) -> JSONValue? { members[name] }

    func misfit(_ name: String, _ wanted: String, _ found: JSONValue) -> ModuleError {
        ModuleError(
            .invalidArgument, in: function,
            "\(name) must be \(wanted), not \(DisplayText.safe(found.serialized(), limit: 60))")
    }
}
