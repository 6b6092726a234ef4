--[==[ [recipe]
name = "call-quality-digest"
version = "1.0.0"
summary = "A digest of recent calls in Markdown: why they ended, how long they were, what was seen."
description = """
Reads the ended calls of the last days with their events. Made to be posted where a team looks: --post sends
it as {"text": …}, as chat services take it, to a host that you allow."""
license = "MIT"
keywords = ["conversations", "quality", "report"]
host = ">=0.1"
effects = "read"
examples = [
  "call-quality-digest --since 7d",
  { run = "--allow hosts=hooks.example.com call-quality-digest --post https://hooks.example.com/T1", help = "posts it" },
]

[permissions]
operations = ["conversations.list", "conversations.get"]

[params.since]
type = "duration"
default = "1d"
help = "calls created within this time"

[params.post]
type = "url"
help = "where to send the digest"
]==]
local function perception(call)
    for _, event in ipairs(call.events or {}) do
        if event.event_type == "application.perception_analysis" then
            return event.properties and event.properties.analysis
        end
    end
end

local function median(numbers)
    if #numbers == 0 then return 0 end
    table.sort(numbers)
    local middle = (#numbers + 1) // 2
    return #numbers % 2 == 1 and numbers[middle] or (numbers[middle] + numbers[middle + 1]) / 2
end

return function(args, ctx)
    local since = tavus.now() - args.since
    local recent = {}
    for call in tavus.conversations.each { status = "ended" } do
        if tavus.timestamp(call.created_at) >= since then recent[#recent + 1] = call end
    end
    local calls = tavus.map(recent, function(call)
        return tavus.conversations.get(call, { verbose = true })
    end, { concurrency = 8 })

    local reasons, order, seen = {}, {}, {}
    for _, call in ipairs(calls) do
        local reason = call.shutdown_reason or "no reason given"
        if not reasons[reason] then
            reasons[reason] = {}
            order[#order + 1] = reason
        end
        local lasted = tavus.timestamp(call.updated_at or call.created_at) - tavus.timestamp(call.created_at)
        table.insert(reasons[reason], lasted)
        local analysis = perception(call)
        if analysis then
            seen[#seen + 1] = ("- %s: %s"):format(call.conversation_name or call.conversation_id,
                (analysis:gsub("%s+", " ")))
        end
    end
    table.sort(order, function(a, b)
        if #reasons[a] == #reasons[b] then return a < b end
        return #reasons[a] > #reasons[b]
    end)

    local from = os.date("!%Y-%m-%d %H:%M UTC", math.floor(since))
    local lines = { ("# %d calls since %s"):format(#calls, from), "" }
    if #order > 0 then
        lines[#lines + 1] = "| ended because | calls | median minutes |"
        lines[#lines + 1] = "|---|---|---|"
    end
    for _, reason in ipairs(order) do
        local minutes = median(reasons[reason]) / 60
        lines[#lines + 1] = ("| %s | %d | %.1f |"):format(reason, #reasons[reason], minutes)
    end
    if #seen > 0 then
        lines[#lines + 1] = "\n## What was seen\n"
        table.move(seen, 1, #seen, #lines + 1, lines)
    end
    local digest = table.concat(lines, "\n") .. "\n"
    print((digest:gsub("\n$", "")))
    if args.post and not ctx.dry_run then
        local answer = require("http").post(args.post, { json = { text = digest } })
        if not answer.ok then error(("%s answered %d"):format(args.post, answer.status), 0) end
    end
end
