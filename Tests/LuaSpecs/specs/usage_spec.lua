-- A script and its spec as their authors write them: a sweep of old calls, with the service stubbed.
local Sweeper = {}
Sweeper.__index = Sweeper

function Sweeper.new(service, options)
    assert(type(service) == "table", "a sweeper needs a service")
    return setmetatable({ service = service, limit = options and options.limit or 3600, ended = {} }, Sweeper)
end

function Sweeper:is_old(call, now) return now - call.created_at >= self.limit end

function Sweeper:run(now)
    for _, call in ipairs(self.service.list({ status = "active" })) do
        if self:is_old(call, now) then
            local ok, problem = pcall(self.service.stop, call.conversation_id)
            if ok then
                self.ended[#self.ended + 1] = call.conversation_id
            elseif type(problem) ~= "table" or problem.code ~= "not_found" then
                error(problem, 0)
            end
        end
    end
    return self.ended
end

describe("Sweeper", function()
    local service, sweeper, snapshot
    local calls = {
        { conversation_id = "c1", created_at = 0 },
        { conversation_id = "c2", created_at = 5000 },
        { conversation_id = "c3", created_at = 100 },
    }

    before_each(function()
        snapshot = assert:snapshot()
        service = { list = function() error("not stubbed") end, stop = function() error("not stubbed") end }
        stub(service, "list").returns(calls)
        stub(service, "stop").returns(true)
        sweeper = Sweeper.new(service)
    end)

    after_each(function() snapshot:revert() end)

    describe(".new", function()
        it("needs a service", function()
            assert.has_error(function() Sweeper.new() end)
            assert.error_matches(function() Sweeper.new(5) end, "a sweeper needs a service", 1, true)
        end)
        it("takes an hour for the limit", function() assert.equals(3600, sweeper.limit) end)
        it("takes another limit", function() assert.equals(60, Sweeper.new(service, { limit = 60 }).limit) end)
        it("makes a Sweeper", function()
            assert.is_table(sweeper)
            assert.are.equal(Sweeper, getmetatable(sweeper))
            assert.is_function(sweeper.run)
        end)
    end)

    describe(":is_old", function()
        for _, case in ipairs { { 0, true }, { 399, true }, { 400, true }, { 401, false }, { 4000, false } } do
            local created, expected = case[1], case[2]
            it(("says %s of a call begun at %d"):format(expected, created), function()
                assert.are.equal(expected, sweeper:is_old({ created_at = created }, 4000))
            end)
        end
    end)

    describe(":run", function()
        it("asks for active calls alone", function()
            sweeper:run(4000)
            assert.stub(service.list).was.called(1)
            assert.stub(service.list).was.called_with({ status = "active" })
        end)
        it("ends the old ones", function()
            assert.same({ "c1", "c3" }, sweeper:run(4000))
            assert.stub(service.stop).was.called(2)
            assert.stub(service.stop).was.called_with("c1")
            assert.stub(service.stop).was_not.called_with("c2")
        end)
        it("ends none when none is old", function()
            assert.same({}, sweeper:run(3599))
            assert.stub(service.stop).was_not.called()
        end)
        it("passes over calls that ended meanwhile", function()
            service.stop.on_call_with("c1").invokes(function() error({ code = "not_found" }) end)
            assert.same({ "c3" }, sweeper:run(4000))
        end)
        it("does not pass over other errors", function()
            service.stop.invokes(function() error({ code = "unauthorized", status = 401 }) end)
            local problem = assert.has_error(function() sweeper:run(4000) end)
            assert.same({ code = "unauthorized", status = 401 }, problem)
        end)
        it("would be wrong about a list in another order", function()
            assert.same({ "c3", "c1" }, sweeper:run(4000))
        end)
        it("would be wrong about the count", function()
            sweeper:run(4000)
            assert.stub(service.stop).was.called(3)
        end)
        pending("asks for the next page")
        it("keeps its hands off while there is no network #network", function()
            if not os.getenv("TAVLUA_SPEC_NETWORK") then pending("needs the network") end
            error("not reached")
        end)
    end)

    it("shows each row once", function()
        local seen = {}
        for _, call in ipairs(service.list()) do seen[#seen + 1] = call.conversation_id end
        assert.is_unique(seen)
        assert.array(seen).has.no.holes(3)
        assert.matches("^c%d$", seen[1])
    end)
end)
