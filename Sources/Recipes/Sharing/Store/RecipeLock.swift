import JSONValue
import TavusAPI

/// A list of pins in a file: `tavlua.lock` of a project, and the list of what is installed.
///
/// The text is the same whoever writes it: sorted by name, members sorted, a line each.
public struct RecipeLock: Sendable, Equatable {
    public static let fileName = "tavlua.lock"
    private static let maxBytes = 4 << 20

    /// By name.
    private var pins: [RecipeName: RecipePin] = [:]

    public init() {}

    public var recipes: [RecipePin] {
        pins.values.sorted { $0.name.description < $1.name.description }
    }

    public subscript(name: RecipeName) -> RecipePin? {
        get { pins[name] }
        set { pins[name] = newValue }
    }

    /// - Returns: nil where there is no such file.
    /// - Throws: ``SharingError`` `integrity` for a file that cannot be understood: it is not overwritten.
    public static func read(_ path: String) throws(SharingError) -> RecipeLock? {
        guard let bytes = try FileBytes.at(path, upTo: maxBytes) else { return nil }
        return try RecipeLock(bytes, path: path)
    }

    init(_ bytes: [UInt8], path: String) throws(SharingError) {
        func refusal(_ why: String) -> SharingError {
            SharingError(
                .integrity,
                "\(DisplayText.safe(path, limit: 200)) \(why). Restore it, or remove it to have it made anew"
            )
        }
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw refusal("is no JSON")
        }
        guard json["format"]?.integerValue == 1, let list = json["recipes"]?.arrayValue else {
            throw refusal("is not of the format 1")
        }
        for (index, entry) in list.enumerated() {
            guard let pin = RecipePin(entry) else {
                throw refusal("has an entry that cannot be read, number \(index + 1)")
            }
            guard pins.updateValue(pin, forKey: pin.name) == nil else {
                throw refusal("has two entries for \(pin.name)")
            }
        }
    }

    /// The text of the file.
    public var text: String {
        let json: JSONValue = ["format": 1, "recipes": .array(recipes.map(\.json))]
        return json.serialized(.init(isPretty: true, sortsKeys: true)) + "\n"
    }

    /// Brings the whole text to its place at once, unless it is there already.
    public func write(_ path: String) throws(SharingError) {
        let bytes = Array(text.utf8)
        if try FileBytes.at(path, upTo: Self.maxBytes) == bytes { return }
        try WholeFile.write(bytes, to: path)
    }
}
