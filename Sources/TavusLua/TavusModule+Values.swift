import JSONValue
import LuaHost
import TavusAPI
import TavusClient

/// The functions behind `tavus.diff`, `tavus.timestamp`, `tavus.now` and the prelude's errors.
extension TavusModule {
    var valueFunctions: [LuaFunction] {
        [
            diff, mergePatch, timestamp, now, targetTime, clockLead, elapsed, virtualTime,
            nearestName, fail,
        ]
    }

    /// `host.diff(a, b)` → RFC 6902 operations that turn a into b.
    private var diff: LuaFunction {
        LuaFunction("diff") { arguments in
            let patch = JSONPatch.diff(
                from: try arguments.json(at: 0), to: try arguments.json(at: 1))
            return [.json(patch.jsonValue.bytes())]
        }
    }

    /// `host.merge_patch(current, partial, [names])` → the operations that make the partial object
    /// true; those of the named members only as a whole.
    private var mergePatch: LuaFunction {
        LuaFunction("merge_patch") { arguments in
            let current = try arguments.json(at: 0)
            let wanted = current.merging(try arguments.json(at: 1))
            let whole = arguments.count > 2 ? try arguments.json(at: 2).arrayValue : nil
            let patch = JSONPatch.diff(
                from: current, to: wanted, whole: whole?.compactMap(\.stringValue) ?? [])
            return [.json(patch.jsonValue.bytes())]
        }
    }

    /// `host.timestamp(text)` → seconds since 1970, for every spelling that the API uses.
    private var timestamp: LuaFunction {
        LuaFunction("timestamp") { arguments in
            let text = try arguments.string(0)
            guard let seconds = APITimestamp.parse(text) else {
                throw LuaArgumentProblem(
                    ArgumentError(message: "not a time as the API writes them: \"\(text)\""),
                    operation: "timestamp")
            }
            return [.number(seconds)]
        }
    }

    /// `host.now()` → the target's time.
    private var now: LuaFunction {
        .async("now") { [clock] _ in [.number(try await clock())] }
    }

    /// `host.target_time(seconds)` → the target's time when this machine's clock said that.
    private var targetTime: LuaFunction {
        .async("target_time") { [clock] arguments in
            let passed = WallClock.now - (try arguments.number(0))
            return [.number(try await clock() - passed)]
        }
    }

    /// `host.clock_lead(client)` → seconds by which this machine is ahead of the client's server.
    private var clockLead: LuaFunction {
        LuaFunction("clock_lead") { [clients] arguments in
            [.number(clients[try arguments.integer(0)].clockLead)]
        }
    }

    /// `host.time_is_virtual()`
    private var virtualTime: LuaFunction {
        LuaFunction("time_is_virtual") { [virtualClock] () -> Bool in virtualClock != nil }
    }

    /// `host.elapsed()` → seconds on a clock that never jumps, for deadlines.
    private var elapsed: LuaFunction {
        if let virtualClock {
            return LuaFunction("elapsed") { () -> Double in virtualClock.now }
        }
        let start = ContinuousClock.now
        return LuaFunction("elapsed") { _ in
            let passed = (ContinuousClock.now - start).components
            return [.number(Double(passed.seconds) + Double(passed.attoseconds) / 1e18)]
        }
    }

    /// `host.nearest(word, names)` → the name that was probably meant, or nil.
    private var nearestName: LuaFunction {
        LuaFunction("nearest") { arguments in
            let names = try arguments.json(at: 1).arrayValue?.compactMap(\.stringValue) ?? []
            let near = nearest(try arguments.string(0), among: names)
            return [near.map { .string(LuaString($0)) } ?? .nil]
        }
    }

    /// `host.fail{ code=, message=, operation=, subject=, outcome= }` raises an error object.
    private var fail: LuaFunction {
        LuaFunction("fail") { arguments in
            let fields = try arguments.json(at: 0)
            let code = fields["code"]?.stringValue.flatMap(ErrorCode.init) ?? .failed
            let message = fields["message"]?.stringValue ?? "failed"
            let operation = fields["operation"]?.stringValue
            guard code != .invalidArgument else {
                throw LuaArgumentProblem(ArgumentError(message: message), operation: operation)
            }
            throw TavusError(
                code: code, message: message, operation: operation,
                subject: fields["subject"]?.stringValue,
                outcome: fields["outcome"]?.stringValue.flatMap(TavusError.Outcome.init) ?? .done)
        }
    }
}

extension JSONValue {
    /// RFC 7396: members are merged, null removes, everything else replaces. Beyond it, lists of as
    /// many objects are merged item by item: the service adds members to what it was sent.
    func merging(_ partial: JSONValue) -> JSONValue {
        if let merged = mergingItems(partial) { return merged }
        guard case .object(let changes) = partial else { return partial }
        var merged = objectValue ?? [:]
        for (name, change) in changes {
            if change.isNull {
                merged.removeValue(forKey: name)
            } else {
                merged[name] = (merged[name] ?? .null).merging(change)
            }
        }
        return .object(merged)
    }

    private func mergingItems(_ partial: JSONValue) -> JSONValue? {
        guard case .array(let items) = self, case .array(let changes) = partial,
            items.count == changes.count,
            (items + changes).allSatisfy({ $0.objectValue != nil })
        else { return nil }
        return .array(zip(items, changes).map { $0.merging($1) })
    }
}
