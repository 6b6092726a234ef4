import JSONValue
import TavusAPI

extension BornRecord {
    /// A record as `driver.lua` tells it: its type, the variable that has it, its ids.
    /// - Returns: nil for what the catalogue does not know.
    init?(_ json: JSONValue) {
        guard let resource = Catalogue.resource(ofType: json["type"]?.stringValue) else {
            return nil
        }
        let fields = [resource.idField] + resource.idAliases
        let found = fields.lazy.compactMap { field in
            json["ids"]?[field]?.stringValue.map { (field, $0) }
        }.first
        guard let (field, id) = found else { return nil }
        let variable = json["variable"]?.stringValue
        self.init(id: id, field: field, holder: variable.map { .variable($0) } ?? .result)
    }
}
