import JSONValue
import LuaHost
import Synchronization
import TavusAPI
import TavusClient

/// The functions behind `each` and `all`: the client's pager decides, Lua sends the calls.
extension TavusModule {
    var pagingFunctions: [LuaFunction] {
        let table = PagerTable()
        return [
            // host.pager(resource) → number
            LuaFunction("pager") { arguments in
                let name = try arguments.string(0)
                guard let resource = Catalogue.resource(name) else {
                    preconditionFailure("the Lua module made up the resource \(name)")
                }
                return [.integer(table.add(Pager(of: resource)))]
            },
            // host.page(pager, ids, total|nil) → { fresh = places, next = page|nil }
            LuaFunction("page") { arguments in
                let ids = try arguments.json(at: 1).arrayValue ?? []
                let total = try arguments.optionalInteger(2)
                let known = ids.map { id in id.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
                let step = table.advance(try arguments.integer(0), ids: known, total: total)
                return [.json(step.bytes())]
            },
            // host.forget_pager(pager)
            LuaFunction("forget_pager") { arguments in
                table.remove(try arguments.integer(0))
                return []
            },
        ]
    }
}

/// The pagers of the loops that are running.
private final class PagerTable: Sendable {
    private struct State {
        var pagers: [Int64: Pager] = [:]
        var last: Int64 = 0
    }

    private let state = Mutex(State())

    func add(_ pager: Pager) -> Int64 {
        state.withLock { state in
            state.last += 1
            state.pagers[state.last] = pager
            return state.last
        }
    }

    func remove(_ number: Int64) {
        _ = state.withLock { $0.pagers.removeValue(forKey: number) }
    }

    /// Takes a page; the pager is forgotten after the last one.
    func advance(_ number: Int64, ids: [String?], total: Int64?) -> JSONValue {
        state.withLock { state in
            guard var pager = state.pagers[number] else { return ["fresh": []] }
            let fresh = pager.accept(ids: ids, total: total.flatMap { Int(exactly: $0) })
            state.pagers[number] = pager.next == nil ? nil : pager
            var step: JSONObject = ["fresh": .array(fresh.map { .integer(Int64($0) + 1) })]
            if let page = pager.next?.number { step["next"] = .integer(Int64(page)) }
            return .object(step)
        }
    }
}
