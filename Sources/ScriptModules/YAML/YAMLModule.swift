import JSONValue
import LuaHost

/// `require "yaml"`: YAML 1.2, both ways.
public enum YAMLModule {
    public static var module: LuaModule {
        LuaModule(
            "yaml", functions: [decode, decodeAll, encode] + FilesModule.textFunctions,
            chunks: [LuaChunk(name: "yaml", source: LuaSources.textfiles)])
    }

    /// `yaml.decode(text)` → the value of its one document
    private static var decode: LuaFunction {
        LuaFunction("decode") { arguments in
            let documents = try documents(arguments, of: "yaml.decode")
            guard documents.count <= 1 else {
                throw ModuleError(
                    .invalidData, in: "yaml.decode",
                    "\(documents.count) documents; yaml.decode_all gives them as a list")
            }
            return [try luaValue(documents.first ?? .null)]
        }
    }

    /// `yaml.decode_all(text)` → a list of all documents
    private static var decodeAll: LuaFunction {
        LuaFunction("decode_all") { arguments in
            [.json(JSONValue.array(try documents(arguments, of: "yaml.decode_all")).bytes())]
        }
    }

    /// `yaml.encode(value)` → text
    private static var encode: LuaFunction {
        LuaFunction("encode") { arguments in
            let value: JSONValue =
                switch arguments[0] {
                case .nil: .null
                case .boolean(let flag): .bool(flag)
                case .integer(let number): .integer(number)
                case .number(let number): .number(number)
                case .string: .string(try arguments.string(0))
                default: try JSONValue(parsing: try arguments.json(0))
                }
            do {
                return [.string(LuaString(try YAMLWriter.text(value)))]
            } catch {
                throw ModuleError(.invalidArgument, in: "yaml.encode", "\(error)")
            }
        }
    }

    private static func documents(
        _ arguments: LuaArguments, of function: String
    ) throws -> [JSONValue] {
        do {
            return try YAMLReader.documents(try arguments.string(0))
        } catch let problem as YAMLReader.Problem {
            let place = try arguments.optionalString(2).map { "\($0): " } ?? ""
            throw ModuleError(.invalidData, in: function, place + problem.description)
        }
    }

    private static func luaValue(_ value: JSONValue) throws -> LuaValue {
        switch value {
        case .null: .nil
        case .bool(let flag): .boolean(flag)
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        case .string(let text): .string(LuaString(text))
        case .array, .object: .json(value.bytes())
        }
    }
}
