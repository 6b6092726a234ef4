import ArgumentParser
import LuaSpecs
import TavusAPI

extension SpecFormat: ExpressibleByArgument {}

extension SpecFormat {
    /// Nothing that a terminal obeys; what programs read stays what it is.
    func shown(_ text: String) -> String {
        func replacing(_ spelled: (Unicode.Scalar) -> String) -> String {
            text.unicodeScalars.reduce(into: "") { result, scalar in
                if DisplayText.isHidden(scalar) && scalar != "\n" {
                    result += spelled(scalar)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        switch self {
        // A tab is no harm, and traces are full of them.
        case .plain, .tap: return DisplayText.safeLines(text.replacing("\t", with: "    "))
        case .junit: return replacing { _ in "\u{FFFD}" }
        case .json: return replacing(Self.jsonEscape)
        }
    }

    /// Beyond 16 bits a pair of surrogates.
    private static func jsonEscape(_ scalar: Unicode.Scalar) -> String {
        String(Character(scalar)).utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
