import JSONValue
import LuaHost
import TavusAPI
import TavusLua

extension PlanRecorder {
    /// What `tavus` needs to know in a dry run: see `Lua/planning.lua`.
    public var luaExtension: TavusExtension {
        TavusExtension(
            functions: [planUnknown, planConcerns, planAssume, planMade],
            chunk: LuaChunk(name: "tavus.planning", source: LuaSources.planning))
    }

    /// `host.plan_unknown(resource, id, field, place|nil)` → the text that stands for it, or nil.
    private var planUnknown: LuaFunction {
        LuaFunction("plan_unknown") { arguments in
            let place = try arguments.optionalString(3)
            let text = self.unknown(
                try arguments.string(2), of: try arguments.string(1),
                resource: try arguments.string(0), at: place)
            return [text.map { .string(LuaString($0)) } ?? .nil]
        }
    }

    /// `host.plan_concerns(resource, id)` → whether the plan makes or changes it.
    private var planConcerns: LuaFunction {
        LuaFunction("plan_concerns") { arguments in
            [.boolean(self.concerns(try arguments.string(1), resource: try arguments.string(0)))]
        }
    }

    /// `host.plan_assume(text)`
    private var planAssume: LuaFunction {
        LuaFunction("plan_assume") { arguments in
            self.assume(try arguments.string(0))
            return []
        }
    }

    /// `host.plan_made(resource)` → the planned records.
    private var planMade: LuaFunction {
        LuaFunction("plan_made") { arguments in
            let records = self.made(of: try arguments.string(0)).map(JSONValue.object)
            return [.json(JSONValue.array(records).bytes())]
        }
    }
}
