// Made by scripts/generate from recipes. Edit those files, then run it again.
// swift-format-ignore-file

enum ShippedRecipes {
    static let files: [(name: StaticString, text: StaticString)] = [
        ("account-restore", ##"""
--[==[ [recipe]
name = "account-restore"
version = "1.0.0"
summary = "Brings personas, objectives, guardrails and documents of a snapshot into an account."
description = """
Records are known by their names: what is there is changed to what the file says, what is missing is made.
Ids are new; the result maps the old ones, and personas get the new ids of what they refer to."""
license = "MIT"
keywords = ["backup", "personas", "guardrails"]
host = ">=0.1"
effects = "write"
idempotent = true
examples = [
  { run = "--dry-run account-restore --from account.json", help = "shows what would change" },
  "account-restore --from account.json",
]

[permissions]
operations = [
    "personas.*", "objectives.*", "guardrails.*", "documents.create", "documents.list", "documents.get",
]
read = ["{from}"]
budget = { personas = 200, objectives = 200, guardrails = 200, documents = 200 }

[params.from]
type = "path<in>"
required = true
help = "a file of account-snapshot"

[output]
type = "array"
items.properties.kind = { type = "string" }
items.properties.old_id = { type = "string" }
items.properties.new_id = { type = "string" }
items.properties.change = { enum = ["created", "updated", "unchanged", "there"] }
]==]
local files, json = require "files", require "json"

-- In this order: personas refer to the others.
local KINDS = {
    { name = "objectives", id = "objectives_id", title = "objectives_name", fields = { "data" } },
    { name = "guardrails", id = "guardrails_id", title = "guardrails_name", fields = { "data" } },
    { name = "documents", id = "document_id" },
    {
        name = "personas", id = "persona_id", title = "persona_name",
        fields = {
            "system_prompt", "pipeline_mode", "context", "default_replica_id", "layers", "document_tags",
        },
    },
}

local function document(row)
    local there = tavus.documents.find { document_url = row.document_url }
    if there then return there, "there" end
    return tavus.documents.create {
        document_url = row.document_url, document_name = row.document_name, tags = row.tags,
    }, "created"
end

-- Of two records of one name the second would be written over the first.
local function refuse_twins(kind, rows)
    local seen = {}
    for _, row in ipairs(rows) do
        local name = row[kind.title or ""]
        if name and seen[name] then
            error(("%s %s and %s are both named %q, and records are known by their names"):format(
                kind.name, seen[name], row[kind.id], name), 0)
        end
        seen[name or row] = row[kind.id]
    end
end

return function(args, ctx)
    local ok, snapshot = pcall(json.decode, files.read(args.from))
    if not ok or type(snapshot) ~= "table" or snapshot.version ~= 1
        or type(snapshot.kinds) ~= "table" then
        error(args.from .. " is no snapshot that account-snapshot 1 has written", 0)
    end
    local new_id, report = {}, {}

    local function fields_of(kind, row)
        local fields = { [kind.name == "personas" and "persona_name" or "name"] = row[kind.title] }
        for _, name in ipairs(kind.fields) do fields[name] = row[name] end
        if kind.name ~= "personas" then return fields end
        -- What the file does not hold may be in the account under its id.
        fields.objectives_id = new_id[row.objectives_id] or row.objectives_id
        fields.guardrails_id = new_id[row.guardrails_id] or row.guardrails_id
        if row.document_ids then
            fields.document_ids = {}
            for index, id in ipairs(row.document_ids) do fields.document_ids[index] = new_id[id] or id end
        end
        return fields
    end

    for _, kind in ipairs(KINDS) do refuse_twins(kind, snapshot.kinds[kind.name] or {}) end
    for _, kind in ipairs(KINDS) do
        for _, row in ipairs(snapshot.kinds[kind.name] or {}) do
            local record, change
            if kind.name == "documents" then
                record, change = document(row)
            else
                record, change = tavus[kind.name].ensure(fields_of(kind, row))
            end
            new_id[row[kind.id]] = record[kind.id]
            report[#report + 1] = {
                kind = kind.name, old_id = row[kind.id], new_id = record[kind.id], change = change,
            }
            -- Said as it happens: what was made before a failure is there.
            if change == "created" or change == "updated" then
                local did = ctx.dry_run and "would be " .. change or change
                print(("%s  %s  %s -> %s"):format(did, kind.name, row[kind.id], record[kind.id]))
            end
        end
    end
    return json.array(report)
end
"""##),

        ("account-snapshot", ##"""
--[==[ [recipe]
name = "account-snapshot"
version = "1.0.0"
summary = "Writes what an account is made of to one JSON file."
description = """
Personas, objectives, guardrails and documents with all their fields; videos and replicas as they are listed,
for the record. account-restore reads the file. Secrets inside personas (keys of language models) are written
as the service gives them: keep the file as you keep those."""
license = "MIT"
keywords = ["backup", "personas", "guardrails"]
host = ">=0.1"
effects = "read"
examples = [
  "account-snapshot --out account.json",
  { run = "account-snapshot --out rules.json --kinds guardrails,objectives", help = "only these" },
]

[permissions]
operations = ["*.list", "*.get"]
write = ["{out}"]

[params.out]
type = "path<out>"
required = true
help = "the file; replaced if it is there"

[params.kinds]
type = "list<string>"
default = ["personas", "objectives", "guardrails", "documents", "videos", "replicas"]
help = "what to write"

[output]
type = "array"
items.properties.kind = { type = "string" }
items.properties.records = { type = "integer" }
]==]
local files, json = require "files", require "json"

-- What a list leaves out, `get` has; only these are read one by one.
local WHOLE = { personas = true, objectives = true, guardrails = true }
local FILTER = { personas = { persona_type = "user" }, replicas = { replica_type = "user" } }

local function is_listed(kind) return type(tavus[kind].all) == "function" end

return function(args)
    for _, kind in ipairs(args.kinds) do
        local known, listed = pcall(is_listed, kind)
        if not (known and listed) then
            error(("%q is no kind of record that can be listed"):format(kind), 0)
        end
    end
    local snapshot, counts = { version = 1, taken_at = tavus.now(), kinds = {} }, {}
    for _, kind in ipairs(args.kinds) do
        local rows = tavus[kind].all(FILTER[kind] or {})
        if WHOLE[kind] then
            rows = tavus.map(rows, function(row) return tavus[kind].get(row) end, { concurrency = 8 })
        end
        snapshot.kinds[kind] = json.array(rows)
        counts[#counts + 1] = { kind = kind, records = #rows }
    end
    files.write(args.out, json.pretty(snapshot) .. "\n")
    return counts
end
"""##),

        ("bulk-videos", ##"""
--[==[ [recipe]
name = "bulk-videos"
version = "1.0.0"
summary = "Makes one video for each row of a file."
description = """
Each row gets a video whose script is the template filled with the row's fields: "Hello {name}". A video is
known by its name, so a second run makes only what is missing. A row that fails does not stop the others."""
license = "MIT"
keywords = ["videos", "csv", "bulk"]
host = ">=0.1"
effects = "write"
idempotent = true
examples = [
  { run = "--dry-run bulk-videos --rows guests.csv --replica r79e1c033f", help = "says what it would make" },
  "-o csv bulk-videos --rows guests.csv --replica r79e1c033f --script 'Welcome, {name}!'",
]

[permissions]
operations = ["videos.create", "videos.list", "videos.get"]
read = ["{rows}"]
budget = { videos = 500 }

[params.rows]
type = "rows"
required = true
help = "CSV or JSON Lines; its columns fill the templates"

[params.replica]
type = "id<replica>"
required = true
help = "who speaks"

[params.script]
type = "text"
default = "{script}"
help = "what is said; {column} is the row's field"

[params.name]
type = "string"
default = "{key}"
help = "the video's name, different for each row"

[params.concurrency]
type = "int"
default = 4
min = 1
max = 32
help = "how many at once"

[params.fast]
type = "bool"
default = false
help = "render without the finer details"

[params.wait]
type = "bool"
default = true
help = "wait until each is ready"

[params.timeout]
type = "duration"
default = "6h"
help = "how long to wait for one video"

[output]
type = "array"
items.properties.name = { type = "string" }
items.properties.video_id = { type = "string" }
items.properties.status = { type = "string" }
items.properties.hosted_url = { type = "string" }
]==]
local json, log = require "json", require "log"

-- What the run's own rights or budget refuse concerns all rows that are left: the run ends with it.
local REFUSED = { permission_denied = true, budget_exceeded = true }

local function fill(template, row, line)
    return (template:gsub("{([%w_]+)}", function(column)
        local value = row[column]
        if value == nil then
            error(("row %d has no column %q, which %q asks for"):format(line, column, template), 0)
        end
        return tostring(value)
    end))
end

return function(args, ctx)
    -- All rows are read before anything is made: a mistake in the last one costs nothing.
    local jobs, seen = {}, {}
    for line, row in ipairs(args.rows) do
        local job = { name = fill(args.name, row, line), script = fill(args.script, row, line) }
        if seen[job.name] then
            error(("rows %d and %d would both be named %q"):format(seen[job.name], line, job.name), 0)
        end
        seen[job.name] = line
        jobs[line] = job
    end

    local made = {}
    for video in tavus.videos.each() do
        if seen[video.video_name] and video.status ~= "error" then made[video.video_name] = video end
    end

    local refusal
    local function create(job)
        if refusal then error(refusal, 0) end
        local fields = {
            replica_id = args.replica, script = job.script, video_name = job.name, fast = args.fast or nil,
        }
        local video, err = tavus.try(tavus.videos.create, fields)
        if video then return video end
        if err.outcome ~= "unknown" and err.outcome ~= "done" then error(err, 0) end
        -- The answer was lost or unreadable: the video may exist, and a second one would cost again.
        local what, found = err:reconcile()
        if what == "found" then return found end
        error(err, 0)
    end

    local rows = tavus.map(jobs, function(job)
        local video, err = made[job.name], nil
        local is_planned = ctx.dry_run and not video
        if not video then video, err = tavus.try(create, job) end
        if video and args.wait then
            local _, failure = tavus.try(video.wait, video, { timeout = args.timeout })
            err = failure
        end
        if err and REFUSED[err.code] then refusal = err end
        if err and err ~= refusal then log.error(tostring(err), { name = job.name }) end
        return {
            name = job.name, video_id = video and video.video_id,
            status = err and err.code or is_planned and "planned" or video.status,
            hosted_url = video and video.hosted_url,
        }
    end, { concurrency = args.concurrency })
    if not refusal then return json.array(rows) end
    for _, row in ipairs(rows) do
        if row.video_id then print(("%s  %s  %s"):format(row.video_id, row.status, row.name)) end
    end
    error(refusal, 0)
end
"""##),

        ("call-quality-digest", ##"""
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
"""##),

        ("cleanup-stale", ##"""
--[==[ [recipe]
name = "cleanup-stale"
version = "1.0.0"
summary = "Deletes records that are old, by kind, age and name."
description = """
Lists first and then deletes; never for good (hard delete), so what the service keeps of a deleted replica
or video stays. At least an age is needed. Look at --dry-run before you let it run."""
license = "MIT"
keywords = ["delete", "cost", "housekeeping"]
host = ">=0.1"
effects = "delete"
idempotent = true
examples = [
  { run = "--dry-run cleanup-stale --kind videos --older-than 30d", help = "lists what would go" },
  "cleanup-stale --kind documents --older-than 90d --name 'draft *' --keep-tag handbook",
]

[permissions]
operations = [
    "videos.list", "videos.delete", "documents.list", "documents.delete", "personas.list",
    "personas.delete", "conversations.list", "conversations.delete", "replicas.list", "replicas.delete",
]

[params.kind]
type = "enum"
choices = ["videos", "documents", "personas", "conversations", "replicas"]
required = true
help = "what to clean up"

[params.older_than]
type = "duration"
required = true
min = "1h"
help = "only what was created longer ago"

[params.name]
type = "string"
default = "*"
help = "only what is named so; * stands for anything"

[params.keep_tag]
type = "list<string>"
help = "documents with one of these tags stay"

[params.limit]
type = "int"
default = 100
min = 1
help = "at most so many, the oldest first"

[output]
type = "array"
items.properties.id = { type = "string" }
items.properties.name = { type = "string" }
items.properties.days = { type = "integer" }
]==]
local json = require "json"

local SHAPE = {
    videos = { id = "video_id", name = "video_name" },
    documents = { id = "document_id", name = "document_name" },
    personas = { id = "persona_id", name = "persona_name", filter = { persona_type = "user" } },
    conversations = { id = "conversation_id", name = "conversation_name", filter = { status = "ended" } },
    replicas = { id = "replica_id", name = "replica_name", filter = { replica_type = "user" } },
}

-- "draft *" -> "^draft .*$"
local function pattern(glob)
    return "^" .. glob:gsub("[%^%$%(%)%%%.%[%]%+%-%?]", "%%%0"):gsub("%*", ".*") .. "$"
end

return function(args, ctx)
    local shape, resource = SHAPE[args.kind], tavus[args.kind]
    local wanted, kept = pattern(args.name), {}
    for _, tag in ipairs(args.keep_tag or {}) do kept[tag] = true end

    local function is_kept(record)
        for _, tag in ipairs(record.tags or {}) do
            if kept[tag] then return true end
        end
        return false
    end

    -- Listed whole before anything goes: deleting moves rows between pages.
    local now, stale = tavus.now(), {}
    for record in resource.each(shape.filter or {}) do
        local age = now - tavus.timestamp(record.created_at)
        local name = record[shape.name] or ""
        if age > args.older_than and name:match(wanted) and not is_kept(record) then
            stale[#stale + 1] = { record = record, age = age, name = name }
        end
    end
    table.sort(stale, function(a, b) return a.age > b.age end)

    local gone = {}
    for index, item in ipairs(stale) do
        if index > args.limit then break end
        item.record:delete()
        local did = ctx.dry_run and "would delete" or "deleted"
        print(("%s  %s  %s"):format(did, item.record[shape.id], item.name))
        gone[index] = { id = item.record[shape.id], name = item.name, days = math.floor(item.age / 86400) }
    end
    return json.array(gone)
end
"""##),

        ("conversation-links", ##"""
--[==[ [recipe]
name = "conversation-links"
version = "1.0.0"
summary = "Makes a conversation for each booking, and lists the links to join."
description = """
Takes a list of guests, and gives each a conversation of their own: greeted by name, told what the booking
says, ended after a limit. With --calendar the links also go into an .ics file. A conversation is billed
from the moment that somebody joins it."""
license = "MIT"
keywords = ["conversations", "bookings", "csv", "calendar"]
host = ">=0.1"
effects = "write"
examples = [
  { run = "-o csv conversation-links --rows guests.csv --persona p5317866 --replica r79e1c033f", help = "links as CSV" },
  "conversation-links --rows guests.csv --persona p5317866 --max-duration 20m --test-mode",
]

[permissions]
operations = ["conversations.create"]
read = ["{rows}"]
write = ["{calendar}"]
budget = { conversations = 200 }

[params.rows]
type = "rows"
columns = ["name"]
required = true
help = "CSV or JSON Lines with a column name, and start for a calendar"

[params.persona]
type = "id<persona>"
required = true
help = "who the guests talk to"

[params.replica]
type = "id<replica>"
help = "whose face; else the persona's"

[params.greeting]
type = "text"
default = "Hello {name}, good to see you!"
help = "said first; {column} is the row's field"

[params.context]
type = "text"
help = "told to the persona; {column} is the row's field"

[params.max_duration]
type = "duration"
default = "30m"
help = "a call ends after this long"

[params.calendar]
type = "path<out>"
help = "an .ics file with an event for each row that has a start"

[params.test_mode]
type = "bool"
default = false
help = "no replica joins, nothing is billed"

[output]
type = "array"
items.properties.name = { type = "string" }
items.properties.start = { type = "string" }
items.properties.conversation_id = { type = "string" }
items.properties.conversation_url = { type = "string" }
]==]
local json = require "json"

local function fill(template, row)
    return (template:gsub("{([%w_]+)}", function(column) return tostring(row[column] or "") end))
end

-- RFC 5545: text escapes its separators, times are in UTC.
local function escaped(text) return (text:gsub("[\\;,]", "\\%0"):gsub("\n", "\\n")) end
local function stamp(seconds) return os.date("!%Y%m%dT%H%M%SZ", math.floor(seconds)) end

local function calendar(links, seconds)
    local lines = { "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tavlua//conversation-links//EN" }
    local function add(format, ...) lines[#lines + 1] = format:format(...) end
    for _, link in ipairs(links) do
        if link.start then
            local start = tavus.timestamp(link.start)
            add("BEGIN:VEVENT")
            add("UID:%s@tavlua", link.conversation_id)
            add("DTSTAMP:%s", stamp(tavus.now()))
            add("DTSTART:%s", stamp(start))
            add("DTEND:%s", stamp(start + seconds))
            add("SUMMARY:%s", escaped("Video call with " .. link.name))
            add("URL:%s", link.conversation_url)
            add("END:VEVENT")
        end
    end
    add("END:VCALENDAR")
    return table.concat(lines, "\r\n") .. "\r\n"
end

return function(args, ctx)
    for line, row in ipairs(args.rows) do
        if row.name == "" then error(("row %d has no name"):format(line), 0) end
        if row.start == "" then row.start = nil end
        -- A date that nobody can read costs nothing yet.
        if row.start and not pcall(tavus.timestamp, row.start) then
            error(("row %d: start is %q, not a time like 2026-11-21T09:30:00Z"):format(line, row.start), 0)
        end
    end

    -- A failure ends the making, but takes back none of the calls under way: their links would be lost.
    local made, failure = {}, nil
    tavus.map(args.rows, function(row, line)
        if failure then return end
        local call, err = tavus.try(tavus.conversations.create, {
            persona_id = args.persona, replica_id = args.replica,
            conversation_name = "Booking: " .. row.name,
            custom_greeting = fill(args.greeting, row),
            conversational_context = args.context and fill(args.context, row),
            test_mode = args.test_mode or nil,
            properties = { max_call_duration = math.floor(args.max_duration) },
        })
        failure = failure or err
        made[line] = call and {
            name = row.name, start = row.start, conversation_id = call.conversation_id,
            conversation_url = call.conversation_url,
        }
    end, { concurrency = 4 })

    local links = {}
    for line = 1, #args.rows do links[#links + 1] = made[line] end
    if failure then
        for _, link in ipairs(links) do print(("%s  %s"):format(link.conversation_url, link.name)) end
        error(failure, 0)
    end
    if args.calendar and not ctx.dry_run then
        require("files").write(args.calendar, calendar(links, args.max_duration))
    end
    return json.array(links)
end
"""##),

        ("crm-follow-up", ##"""
--[==[ [recipe]
name = "crm-follow-up"
version = "1.0.0"
summary = "Sends each ended call with its transcript to your CRM, once."
description = """
What was sent is noted in a file, so that a run every few minutes sends only what is new, and one that was
stopped goes on where it was. A call whose transcript is not there yet waits for the next run. With --dry-run
it lists what it would send."""
license = "MIT"
keywords = ["conversations", "transcripts", "crm", "webhooks"]
host = ">=0.1"
effects = "read"
idempotent = true
examples = [
  { run = "--allow hosts=crm.example.com crm-follow-up --url https://crm.example.com/notes --done sent.txt", help = "from a timer, every few minutes" },
]

[permissions]
operations = ["conversations.list", "conversations.get"]
read = ["{done}"]
write = ["{done}"]
secrets = ["token"]

[params.url]
type = "url"
required = true
help = "takes a POST with a JSON object for each call"

[params.done]
type = "path<out>"
required = true
help = "the file of what was sent: an id a line"

[params.token]
type = "secret"
env = "CRM_TOKEN"
help = "sent as Authorization: Bearer"

[params.since]
type = "duration"
default = "2d"
help = "calls created within this time"

[output]
type = "array"
items.properties.conversation_id = { type = "string" }
items.properties.turns = { type = "integer" }
]==]
local files, http, json, log = require "files", require "http", require "json", require "log"

local SPEAKER = { user = "Guest", assistant = "Replica" }

local function note(call)
    local lines = {}
    for _, turn in ipairs(call.transcript) do
        if SPEAKER[turn.role] then
            lines[#lines + 1] = ("%s: %s"):format(SPEAKER[turn.role], turn.content)
        end
    end
    return {
        conversation_id = call.conversation_id, name = call.conversation_name,
        started = call.created_at, ended_because = call.shutdown_reason,
        text = table.concat(lines, "\n"),
    }, #lines
end

return function(args, ctx)
    local done = {}
    if files.exists(args.done) then
        for id in files.read(args.done):gmatch("[^\n]+") do done[id] = true end
    end
    local since, waiting = tavus.now() - args.since, {}
    for call in tavus.conversations.each { status = "ended" } do
        if not done[call.conversation_id] and tavus.timestamp(call.created_at) >= since then
            waiting[#waiting + 1] = { record = call, created = tavus.timestamp(call.created_at) }
        end
    end
    table.sort(waiting, function(a, b) return a.created < b.created end)

    local headers = args.token and { Authorization = "Bearer " .. args.token }
    local function send(call, fields)
        local answer = http.post(args.url, { json = fields, headers = headers })
        if not answer.ok then
            error(("%s answered %d for %s; it stays for the next run"):format(
                args.url, answer.status, call.conversation_id), 0)
        end
        -- Noted after each, not at the end: a run that is stopped here sends nothing twice.
        files.append(args.done, call.conversation_id .. "\n")
    end

    local sent = {}
    for _, row in ipairs(waiting) do
        local call = tavus.conversations.get(row.record, { verbose = true })
        if not call.transcript then
            log.info("no transcript yet", { conversation_id = call.conversation_id })
        else
            local fields, turns = note(call)
            if ctx.dry_run then
                print(("would send  %s  %d turns"):format(call.conversation_id, turns))
            else
                send(call, fields)
            end
            sent[#sent + 1] = { conversation_id = call.conversation_id, turns = turns }
        end
    end
    return json.array(sent)
end
"""##),

        ("export-transcripts", ##"""
--[==[ [recipe]
name = "export-transcripts"
version = "1.0.0"
summary = "Writes the transcript of every ended conversation to a Markdown file of its own."
description = "A file that is there already is left alone, so that a second run fetches only what is new."
license = "MIT"
keywords = ["conversations", "transcripts"]
host = ">=0.1"
effects = "read"
idempotent = true
examples = ["export-transcripts --folder transcripts"]

[permissions]
operations = ["conversations.list", "conversations.get"]
read = ["{folder}"]
write = ["{folder}"]

[params]
folder = { type = "path<out>", default = ".", help = "where the files go; it must be there" }

[output]
type = "object"
properties.written = { type = "integer" }
properties.already_there = { type = "integer" }
properties.without_transcript = { type = "integer" }
]==]
local files = require "files"

local SPEAKER = { user = "Guest", assistant = "Replica", system = "Instructions", tool = "Tool" }

local function markdown(call)
    local lines = {
        "# " .. (call.conversation_name or call.conversation_id),
        "",
        ("Conversation %s, replica %s, persona %s."):format(
            call.conversation_id, call.replica_id or "?", call.persona_id or "?"),
        ("Created %s, ended: %s."):format(
            call.created_at, call.shutdown_reason or "unknown reason"),
        "",
    }
    for _, turn in ipairs(call.transcript) do
        lines[#lines + 1] = ("**%s:** %s"):format(SPEAKER[turn.role] or turn.role, turn.content)
        lines[#lines + 1] = ""
    end
    return table.concat(lines, "\n")
end

return function(args)
    local counts = { written = 0, already_there = 0, without_transcript = 0 }

    local function count(what) counts[what] = counts[what] + 1 end

    tavus.map(tavus.conversations.all { status = "ended" }, function(call)
        local path = ("%s/%s.md"):format(args.folder, call.conversation_id)
        if files.exists(path) then return count "already_there" end
        local full = tavus.conversations.get(call, { verbose = true })
        if not full.transcript then return count "without_transcript" end
        files.write(path, markdown(full))
        count "written"
    end, { concurrency = 8 })

    return counts
end
"""##),

        ("guardrail-rollout", ##"""
--[==[ [recipe]
name = "guardrail-rollout"
version = "1.0.0"
summary = "Puts a set of guardrails on all personas of a name."
description = """
The file holds the guardrails as tavus.guardrails.create takes them, in YAML: name and data. The set is made
or changed to be that, and each persona whose name matches gets it; those that have it are left alone."""
license = "MIT"
keywords = ["guardrails", "personas", "policy"]
host = ">=0.1"
effects = "write"
idempotent = true
examples = [
  { run = "--dry-run guardrail-rollout --file rules.yaml --personas 'Support *'", help = "shows what would change" },
  "guardrail-rollout --file rules.yaml",
]

[permissions]
operations = [
    "guardrails.create", "guardrails.list", "guardrails.get", "guardrails.patch", "personas.list",
    "personas.get", "personas.patch",
]
read = ["{file}"]
budget = { guardrails = 1 }

[params.file]
type = "path<in>"
required = true
help = "YAML with name and data"

[params.personas]
type = "string"
default = "*"
help = "only personas named so; * stands for anything"

[output]
type = "array"
items.properties.persona_name = { type = "string" }
items.properties.persona_id = { type = "string" }
items.properties.change = { enum = ["updated", "unchanged"] }
]==]
local json, yaml, log = require "json", require "yaml", require "log"

local function pattern(glob)
    return "^" .. glob:gsub("[%^%$%(%)%%%.%[%]%+%-%?]", "%%%0"):gsub("%*", ".*") .. "$"
end

return function(args, ctx)
    local rules = yaml.read(args.file)
    if type(rules) ~= "table" or not rules.name or type(rules.data) ~= "table" or #rules.data == 0 then
        error(args.file .. ": expected a name and a list data of guardrails", 0)
    end
    local guardrails, what = tavus.guardrails.ensure(rules)
    log.info("guardrails " .. what, { guardrails_id = guardrails.guardrails_id })

    local wanted, changes = pattern(args.personas), {}
    for _, persona in ipairs(tavus.personas.all { persona_type = "user" }) do
        if (persona.persona_name or ""):match(wanted) then
            local _, change = tavus.personas.update(
                persona, { guardrails_id = guardrails.guardrails_id })
            changes[#changes + 1] = {
                persona_name = persona.persona_name, persona_id = persona.persona_id, change = change,
            }
            -- Said as it happens: after a failure nobody else knows who has the rules.
            if change == "updated" then
                local did = ctx.dry_run and "would be updated" or "updated"
                print(("%s  %s  %s"):format(did, persona.persona_id, persona.persona_name))
            end
        end
    end
    if #changes == 0 then log.warn("no persona of the account is named so", { personas = args.personas }) end
    return json.array(changes)
end
"""##),

        ("hello-conversation", ##"""
--[==[ [recipe]
name = "hello-conversation"
version = "1.0.0"
summary = "Creates a video conversation, waits until the replica has joined, and ends it."
description = "On a live account this starts a billed call; it is ended even when something fails on the way."
license = "MIT"
keywords = ["conversations", "start here"]
host = ">=0.1"
effects = "write"
examples = ["hello-conversation", "hello-conversation --name 'A Meeting with Rio'"]

[permissions]
operations = ["conversations.create", "conversations.get", "conversations.end"]
budget = { conversations = 1 }

[params]
replica = { type = "id<replica>", default = "r79e1c033f", help = "who joins" }
persona = { type = "id<persona>", default = "p5317866", help = "how it talks" }
name = { type = "string", default = "A Meeting with Hassaan", help = "the conversation's name" }
]==]
return function(args, ctx)
    local started = os.time()
    local conversation <close> = setmetatable({
        record = tavus.conversations.create {
            replica_id = args.replica,
            persona_id = args.persona,
            conversation_name = args.name,
            conversational_context = "You are about to talk to Hassaan, "
                .. "one of the cofounders of Tavus.",
            custom_greeting = "Hey there Hassaan, long time no see!",
            properties = { max_call_duration = 600, participant_absent_timeout = 60 },
        },
    }, {
        __close = function(call)
            if not call.ended then call.record:end_() end
        end,
    })

    local record = conversation.record
    local function say(what, ...) print(("%-9s %s"):format(what, table.concat({ ... }, "  "))) end

    say("created", record.conversation_id, record.conversation_name)
    say("join", record.conversation_url)

    record:wait("joined", { timeout = "5m" })
    say("joined", ("replica %s after %d s"):format(record.replica_id, os.time() - started))

    record:end_()
    conversation.ended = true
    record:wait("ended", { timeout = "1m" })
    record:wait("transcript", { timeout = "5m" })
    if ctx.dry_run then return end

    local lasted = tavus.timestamp(record.updated_at) - tavus.timestamp(record.created_at)
    say("ended", ("%s, %d s, transcript of %d turns"):format(
        record.shutdown_reason or "no reason given", lasted // 1, #record.transcript))
end
"""##),

        ("knowledge-upload", ##"""
--[==[ [recipe]
name = "knowledge-upload"
version = "1.0.0"
summary = "Adds documents to the knowledge base, and to a persona once they are ready."
description = """
A document whose address is in the knowledge base already is used as it is. All are waited for; those that
cannot be processed are listed with their reason, and the persona gets the others."""
license = "MIT"
keywords = ["documents", "knowledge", "personas"]
host = ">=0.1"
effects = "write"
idempotent = true
examples = [
  "knowledge-upload --rows pages.csv --tags handbook",
  { run = "knowledge-upload --rows pages.csv --persona p5317866 -o table", help = "and the persona reads them" },
]

[permissions]
operations = ["documents.create", "documents.list", "documents.get", "personas.get", "personas.patch"]
read = ["{rows}"]
budget = { documents = 200 }

[params.rows]
type = "rows"
columns = ["url"]
required = true
help = "CSV or JSON Lines with a column url, and name if you like"

[params.tags]
type = "list<string>"
help = "given to each document"

[params.persona]
type = "id<persona>"
help = "whose knowledge they become"

[params.timeout]
type = "duration"
default = "1h"
help = "how long to wait for one document"

[output]
type = "array"
items.properties.url = { type = "string" }
items.properties.document_id = { type = "string" }
items.properties.status = { type = "string" }
items.properties.problem = { type = "string" }
]==]
local json = require "json"

-- What the run's own rights or budget refuse concerns all rows that are left: the run ends with it.
local REFUSED = { permission_denied = true, budget_exceeded = true }

return function(args, ctx)
    local seen = {}
    for line, row in ipairs(args.rows) do
        if row.url == "" then error(("row %d has no url"):format(line), 0) end
        if seen[row.url] then
            error(("rows %d and %d have the same url, %s"):format(seen[row.url], line, row.url), 0)
        end
        seen[row.url] = line
    end
    -- Nothing is made for a persona that is not there.
    if args.persona then tavus.personas.get(args.persona) end

    local function stored()
        local known = {}
        for document in tavus.documents.each() do
            if document.status ~= "error" then known[document.document_url or ""] = document end
        end
        return known
    end

    local known, refusal = stored(), nil
    local function create(row)
        if refusal then error(refusal, 0) end
        local document, err = tavus.try(tavus.documents.create, {
            document_url = row.url, document_name = row.name ~= "" and row.name or nil, tags = args.tags,
        })
        -- The answer was lost or unreadable: the document may be there all the same.
        if not document and (err.outcome == "unknown" or err.outcome == "done") then
            document = stored()[row.url]
        end
        return document or error(err, 0)
    end

    local results = tavus.map(args.rows, function(row)
        local document, err = known[row.url], nil
        local is_planned = ctx.dry_run and not document
        if not document then document, err = tavus.try(create, row) end
        if document then
            local _, failure = tavus.try(document.wait, document, { timeout = args.timeout })
            err = failure
        end
        if err and REFUSED[err.code] then refusal = err end
        return {
            url = row.url, document_id = document and document.document_id,
            status = err and err.code or is_planned and "planned" or document.status,
            problem = err and err.message,
        }
    end, { concurrency = 4 })
    if refusal then
        for _, row in ipairs(results) do
            if row.document_id then print(("%s  %s  %s"):format(row.document_id, row.status, row.url)) end
        end
        error(refusal, 0)
    end

    if args.persona then
        local persona = tavus.personas.get(args.persona)
        local ids, has = {}, {}
        for _, id in ipairs(persona.document_ids or {}) do ids[#ids + 1], has[id] = id, true end
        local before = #ids
        for _, row in ipairs(results) do
            if not row.problem and not has[row.document_id] then
                ids[#ids + 1], has[row.document_id] = row.document_id, true
            end
        end
        if #ids > before then tavus.personas.update(persona, { document_ids = ids }) end
    end
    return json.array(results)
end
"""##),

        ("persona-ab", ##"""
--[==[ [recipe]
name = "persona-ab"
version = "1.0.0"
summary = "Makes two personas from two prompts, and pairs of calls to compare them."
description = """
Both personas are copies of one but for the prompt. Each pair is two conversations with the same greeting, to
be held by the same tester. --cleanup ends the calls and deletes the personas of an earlier run."""
license = "MIT"
keywords = ["personas", "prompts", "experiments"]
host = ">=0.1"
effects = "delete"
examples = [
  { run = "persona-ab --base p5317866 --a 'You are brief.' --b @friendly.txt --test-mode", help = "nothing is billed" },
  "persona-ab --cleanup",
]

[permissions]
operations = [
    "personas.list", "personas.get", "personas.create", "personas.delete", "conversations.create",
    "conversations.list", "conversations.end",
]
budget = { personas = 2, conversations = 20 }

[params.base]
type = "id<persona>"
help = "copied twice"

[params.a]
type = "text"
help = "the first prompt; @FILE reads one"

[params.b]
type = "text"
help = "the second prompt"

[params.replica]
type = "id<replica>"
help = "whose face; else the one of the base"

[params.pairs]
type = "int"
default = 1
min = 1
max = 10
help = "how many pairs of calls"

[params.label]
type = "string"
default = "A/B"
help = "begins the names of all that is made"

[params.test_mode]
type = "bool"
default = false
help = "no replica joins, nothing is billed"

[params.cleanup]
type = "bool"
default = false
help = "end and delete what bears the label"

[output]
type = "array"
items.properties.pair = { type = "integer" }
items.properties.side = { enum = ["a", "b"] }
items.properties.persona_id = { type = "string" }
items.properties.conversation_url = { type = "string" }
]==]
local json = require "json"

local COPIED = {
    "pipeline_mode", "context", "default_replica_id", "document_ids", "document_tags", "layers",
    "objectives_id", "guardrails_id",
}

local function cleanup(label)
    local function bears(name) return name and name:sub(1, #label + 2) == label .. ": " end
    local removed = {}
    for _, call in ipairs(tavus.conversations.all { status = "active" }) do
        if bears(call.conversation_name) then
            call:end_()
            removed[#removed + 1] = { what = "ended " .. call.conversation_id }
        end
    end
    for _, persona in ipairs(tavus.personas.all { persona_type = "user" }) do
        if bears(persona.persona_name) then
            persona:delete()
            removed[#removed + 1] = { what = "deleted " .. persona.persona_id }
        end
    end
    return json.array(removed)
end

return function(args, ctx)
    if args.cleanup then return cleanup(args.label) end
    if not (args.base and args.a and args.b) then
        error("give --base and the two prompts --a and --b, or --cleanup", 0)
    end
    local base = tavus.personas.get(args.base)
    local replica = args.replica or base.default_replica_id
    if not replica then error("the base has no replica of its own: give one with --replica", 0) end
    -- Said as it is made: after a failure, --cleanup takes it away.
    local did = ctx.dry_run and "would make" or "made"
    local function note(where, name) print(("%s  %s  %s"):format(did, where, name)) end

    local personas = {}
    for _, side in ipairs { "a", "b" } do
        local fields = { persona_name = ("%s: %s"):format(args.label, side), system_prompt = args[side] }
        for _, name in ipairs(COPIED) do fields[name] = base[name] end
        personas[side] = tavus.personas.create(fields)
        note(personas[side].persona_id, fields.persona_name)
    end

    local links = {}
    for pair = 1, args.pairs do
        for _, side in ipairs { "a", "b" } do
            local name = ("%s: pair %d %s"):format(args.label, pair, side)
            local call = tavus.conversations.create {
                persona_id = personas[side].persona_id, replica_id = replica, conversation_name = name,
                test_mode = args.test_mode or nil,
                properties = { max_call_duration = 900 },
            }
            note(call.conversation_url, name)
            links[#links + 1] = {
                pair = pair, side = side, persona_id = personas[side].persona_id,
                conversation_url = call.conversation_url,
            }
        end
    end
    return links
end
"""##),

        ("persona-sync", ##"""
--[==[ [recipe]
name = "persona-sync"
version = "1.0.0"
summary = "Makes the account's personas what a folder of YAML files says."
description = """
Each file holds the fields of one persona, as tavus.personas.create takes them; without a persona_name the
file's name is it. A persona that is there is changed by the smallest JSON Patch, and left alone where
nothing differs. With --prune, personas of the same prefix that no file names are deleted."""
license = "MIT"
keywords = ["personas", "yaml", "gitops"]
host = ">=0.1"
effects = "delete"
idempotent = true
examples = [
  { run = "--dry-run persona-sync --folder personas", help = "shows what would change" },
  "persona-sync --folder personas --prefix 'Shop: ' --prune",
]

[permissions]
operations = ["personas.create", "personas.list", "personas.get", "personas.patch", "personas.delete"]
read = ["{folder}"]
budget = { personas = 100 }

[params.folder]
type = "path<in>"
required = true
help = "a folder of .yaml files"

[params.prefix]
type = "string"
default = ""
help = "put before each name; only such personas are ever deleted"

[params.prune]
type = "bool"
default = false
help = "delete personas with the prefix that no file names"

[output]
type = "array"
items.properties.persona_name = { type = "string" }
items.properties.persona_id = { type = "string" }
items.properties.change = { enum = ["created", "updated", "unchanged", "deleted"] }
]==]
local files, yaml = require "files", require "yaml"

return function(args, ctx)
    if args.prune and args.prefix == "" then
        error("--prune needs a --prefix: without one every persona of the account would be at stake", 0)
    end

    local wanted, names = {}, {}
    for _, file in ipairs(files.list(args.folder)) do
        local stem = file:match("^(.+)%.ya?ml$")
        if stem then
            local fields = yaml.read(args.folder .. "/" .. file)
            if type(fields) ~= "table" or #fields > 0 then
                error(file .. ": expected the fields of a persona", 0)
            end
            fields.persona_name = args.prefix .. (fields.persona_name or stem)
            if names[fields.persona_name] then
                error(("%s and %s name the same persona"):format(names[fields.persona_name], file), 0)
            end
            names[fields.persona_name] = file
            wanted[#wanted + 1] = { file = file, fields = fields }
        end
    end
    if #wanted == 0 then error(args.folder .. " has no .yaml file", 0) end

    -- Said as it happens: what was changed before a failure is changed.
    local changes, would = {}, ctx.dry_run and "would be " or ""
    local function note(name, id, what)
        changes[#changes + 1] = { persona_name = name, persona_id = id, change = what }
        if what ~= "unchanged" then print(("%s%-9s  %s  %s"):format(would, what, id, name)) end
    end

    -- Listed once: a list for each file would be one for each persona of the account.
    local own, named = tavus.personas.all { persona_type = "user" }, {}
    for _, persona in ipairs(own) do
        local name = persona.persona_name or ""
        named[name] = named[name] or persona
    end
    local function ensure(fields)
        local persona = named[fields.persona_name]
        if persona then return tavus.personas.update(persona, fields) end
        return tavus.personas.create(fields), "created"
    end

    for _, want in ipairs(wanted) do
        local ok, persona, what = pcall(ensure, want.fields)
        if not ok then
            print(("failed     %s"):format(want.file))
            error(persona, 0)
        end
        note(want.fields.persona_name, persona.persona_id, what)
    end

    for _, persona in ipairs(args.prune and own or {}) do
        local name = persona.persona_name or ""
        if name:sub(1, #args.prefix) == args.prefix and not names[name] then
            persona:delete()
            note(name, persona.persona_id, "deleted")
        end
    end
    return changes
end
"""##),

        ("replica-train-watch", ##"""
--[==[ [recipe]
name = "replica-train-watch"
version = "1.0.0"
summary = "Trains a replica, or watches one, until it is ready or has failed."
description = """
Training takes hours. This says on standard error how it goes, and ends with the final state and the minutes
that it took, where it was not over before; a failure is the recipe's failure, with the reason of the service."""
license = "MIT"
keywords = ["replicas", "training"]
host = ">=0.1"
effects = "write"
examples = [
  "replica-train-watch --train-url https://example.com/train.mp4 --name 'Rio, autumn'",
  { run = "replica-train-watch --replica r79e1c033f", help = "watches one that is training" },
]

[permissions]
operations = ["replicas.create", "replicas.get"]
budget = { replicas = 1 }

[params.replica]
type = "id<replica>"
help = "one that is training; nothing is created"

[params.train_url]
type = "url"
help = "the video to train from"

[params.consent_url]
type = "url"
help = "the video of consent, where it is not part of the other"

[params.name]
type = "string"
help = "of the new replica"

[params.timeout]
type = "duration"
default = "8h"
help = "how long to watch"

[output]
type = "object"
properties.replica_id = { type = "string" }
properties.status = { type = "string" }
properties.minutes = { type = "integer" }
]==]
local log = require "log"

return function(args, ctx)
    if not args.replica and not args.train_url then
        error("give --train-url to train a new replica, or --replica to watch one", 0)
    end
    if args.replica and args.train_url then
        error("--train-url makes a new replica and --replica watches one: give one of them", 0)
    end
    local replica = args.replica and tavus.replicas.get(args.replica) or tavus.replicas.create {
        train_video_url = args.train_url, consent_video_url = args.consent_url,
        replica_name = args.name,
    }
    if ctx.dry_run and args.train_url then return { replica_id = replica.replica_id, status = "planned" } end
    log.info("watching", { replica_id = replica.replica_id, status = replica.status })

    local begun, last = tavus.now(), nil
    local deadline = begun + args.timeout
    -- How long it took can be told only of what is watched to its end.
    local was_ready = tavus.try(replica.wait, replica, { timeout = 0 })
    while not was_ready do
        local patience = math.max(1, math.min(300, deadline - tavus.now()))
        local ready, err = tavus.try(replica.wait, replica, { timeout = patience, interval = 60 })
        if ready then break end
        if err.code ~= "timeout" or tavus.now() >= deadline then error(err, 0) end
        local progress = replica:refresh().training_progress or replica.status
        if progress ~= last then log.info("training", { progress = progress }) end
        last = progress
    end
    local from = replica.created_at and tavus.timestamp(replica.created_at) or begun
    return {
        replica_id = replica.replica_id, status = replica.status,
        minutes = not was_ready and math.floor((tavus.now() - from) / 60) or nil,
    }
end
"""##),

        ("sweep-conversations", ##"""
--[==[ [recipe]
name = "sweep-conversations"
version = "1.0.0"
summary = "Ends active conversations that are older than a limit."
description = """
Forgotten calls cost money by the minute and take the account's concurrent slots. The result has a row
for each call that was too old; --dry-run tells how many there are, and leaves them alone."""
license = "MIT"
keywords = ["conversations", "cost"]
host = ">=0.1"
effects = "write"
idempotent = true
examples = [
  { run = "--dry-run sweep-conversations --older-than 45m", help = "lists them, ends nothing" },
  "sweep-conversations --older-than 2h --keep demo -o table",
]

[permissions]
operations = ["conversations.list", "conversations.end"]

[params.older_than]
type = "duration"
default = "1h"
short = "a"
help = "only calls created longer ago than this"

[params.keep]
type = "list<string>"
help = "leave calls whose name contains one of these"

[output]
type = "array"
items.properties.conversation_id = { type = "string" }
items.properties.conversation_name = { type = "string" }
items.properties.minutes = { type = "integer", description = "how old it was" }
items.properties.outcome = { const = "ended" }
]==]
local json = require "json"

-- What the run's own rights or budget refuse is no failure of a call: the run ends as one without rights.
local REFUSED = { permission_denied = true, budget_exceeded = true }

return function(args, ctx)
    local keep = args.keep or {}

    local function is_kept(name)
        for _, text in ipairs(keep) do
            if name:find(text, 1, true) then return true end
        end
        return false
    end

    -- Listed whole before anything is ended: ending moves rows between the pages of `status=active`.
    local now, stale = tavus.now(), {}
    for call in tavus.conversations.each { status = "active" } do
        local age = now - tavus.timestamp(call.created_at)
        if age >= args.older_than and not is_kept(call.conversation_name or "") then
            stale[#stale + 1] = { record = call, age = age }
        end
    end

    local failed, refusal = 0, nil
    local rows = tavus.map(stale, function(call)
        local record = call.record
        local row = {
            conversation_id = record.conversation_id,
            conversation_name = record.conversation_name,
            minutes = math.tointeger(call.age // 60),
            outcome = "ended",
        }
        local ended, problem = tavus.try(function() record:end_() return true end)
        if not ended then
            failed = failed + 1
            row.outcome = tostring(problem)
            if REFUSED[problem.code] then refusal = problem end
        end
        local said = ctx.dry_run and "would end" or row.outcome
        print(("%-9s  %s  %s"):format(said, row.conversation_id, row.conversation_name or ""))
        return row
    end, { concurrency = 8 })

    if refusal then error(refusal, 0) end
    if failed > 0 then
        error(("%d of %d stale conversations could not be ended"):format(failed, #stale), 0)
    end
    return json.array(rows)
end
"""##),

        ("usage-report", ##"""
--[==[ [recipe]
name = "usage-report"
version = "1.0.0"
summary = "Counts calls and minutes of a month, by persona, replica, day or end."
description = """
A call counts from its creation to its last change, which is when it ended; calls that are still going on
count until now. The service bills by rules of its own: this is an estimate to compare with the invoice."""
license = "MIT"
keywords = ["conversations", "billing", "report"]
host = ">=0.1"
effects = "read"
examples = [
  "usage-report --month 2026-11 --by persona -o table",
  { run = "-o csv usage-report --by day --rate 0.35", help = "with the price of a minute" },
]

[permissions]
operations = ["conversations.list", "conversations.get", "personas.get", "replicas.get"]

[params.month]
type = "string"
pattern = "[0-9]{4}-(0[1-9]|1[0-2])"
help = "such as 2026-11; without it this month"

[params.by]
type = "enum"
choices = ["persona", "replica", "day", "reason"]
default = "persona"
help = "what a line of the report is"

[params.rate]
type = "number"
min = 0
help = "price of a minute"

[output]
type = "array"
items.properties.what = { type = "string" }
items.properties.calls = { type = "integer" }
items.properties.minutes = { type = "number" }
items.properties.cost = { type = "number" }
]==]
local json = require "json"

local function named(resource, id, field)
    if not id then return "none" end
    local record = tavus.try(tavus[resource].get, id)
    return record and record[field] and ("%s (%s)"):format(record[field], id) or id
end

return function(args)
    local now = tavus.now()
    local month = args.month or os.date("!%Y-%m", math.floor(now))

    local calls = {}
    for call in tavus.conversations.each() do
        local created = tavus.timestamp(call.created_at)
        if os.date("!%Y-%m", math.floor(created)) == month then calls[#calls + 1] = call end
    end

    -- Why a call ended stands only in the call itself.
    local reasons = args.by == "reason" and tavus.map(calls, function(call)
        return tavus.conversations.get(call, { verbose = true }).shutdown_reason or "still going on"
    end, { concurrency = 8 })

    local lines, order = {}, {}
    for index, call in ipairs(calls) do
        local created = tavus.timestamp(call.created_at)
        local ended = call.status == "active" and now or tavus.timestamp(call.updated_at or call.created_at)
        local key = ({
            persona = call.persona_id, replica = call.replica_id,
            day = os.date("!%Y-%m-%d", math.floor(created)), reason = reasons and reasons[index],
        })[args.by] or "none"
        local line = lines[key]
        if not line then
            line = { what = key, calls = 0, minutes = 0.0 }
            lines[key], order[#order + 1] = line, key
        end
        line.calls = line.calls + 1
        line.minutes = line.minutes + math.max(0, ended - created) / 60
    end

    table.sort(order, function(a, b)
        if args.by == "day" or lines[a].minutes == lines[b].minutes then return a < b end
        return lines[a].minutes > lines[b].minutes
    end)
    return json.array(tavus.map(order, function(key)
        local line = lines[key]
        if args.by == "persona" then line.what = named("personas", key, "persona_name") end
        if args.by == "replica" then line.what = named("replicas", key, "replica_name") end
        line.minutes = math.floor(line.minutes * 10 + 0.5) / 10
        if args.rate then line.cost = math.floor(line.minutes * args.rate * 100 + 0.5) / 100 end
        return line
    end, { concurrency = 8 }))
end
"""##),

        ("video-localize", ##"""
--[==[ [recipe]
name = "video-localize"
version = "1.0.0"
summary = "Makes one video in several languages, and lists their addresses."
description = """
The file has a row for each language: language, script and, if another face speaks there, replica. A video is
known by its name, "TITLE (LANGUAGE)", so a second run makes only what is missing."""
license = "MIT"
keywords = ["videos", "languages", "csv"]
host = ">=0.1"
effects = "write"
idempotent = true
examples = [
  "-o table video-localize --rows scripts.csv --title Welcome --replica r79e1c033f",
]

[permissions]
operations = ["videos.create", "videos.list", "videos.get"]
read = ["{rows}"]
budget = { videos = 60 }

[params.rows]
type = "rows"
columns = ["language", "script"]
required = true
help = "CSV or JSON Lines with columns language and script"

[params.title]
type = "string"
required = true
help = "begins the names of the videos"

[params.replica]
type = "id<replica>"
help = "who speaks where the row names nobody"

[params.timeout]
type = "duration"
default = "6h"
help = "how long to wait for one video"

[output]
type = "array"
items.properties.language = { type = "string" }
items.properties.status = { type = "string" }
items.properties.hosted_url = { type = "string" }
items.properties.video_id = { type = "string" }
]==]
local json = require "json"

-- What the run's own rights or budget refuse concerns all rows that are left: the run ends with it.
local REFUSED = { permission_denied = true, budget_exceeded = true }

return function(args, ctx)
    local function text(row, column)
        local value = row[column]
        return value ~= "" and value or nil
    end
    local seen = {}
    for line, row in ipairs(args.rows) do
        local language = text(row, "language")
        if not language then error(("row %d has no language"):format(line), 0) end
        if not text(row, "script") then error(("row %d has no script"):format(line), 0) end
        if not (text(row, "replica") or args.replica) then
            error(("row %d has no replica; give one to all with --replica"):format(line), 0)
        end
        if seen[language] then
            error(("rows %d and %d are both for %s"):format(seen[language], line, language), 0)
        end
        seen[language] = line
    end

    local made = {}
    for video in tavus.videos.each() do
        if video.status ~= "error" then made[video.video_name or ""] = video end
    end

    local refusal
    local function create(fields)
        if refusal then error(refusal, 0) end
        local video, err = tavus.try(tavus.videos.create, fields)
        if video then return video end
        if err.outcome == "unknown" or err.outcome == "done" then
            -- The answer was lost or unreadable: the video may exist, and a second one would cost again.
            local what, found = err:reconcile()
            if what == "found" then return found end
        end
        error(err, 0)
    end

    local rows = tavus.map(args.rows, function(row)
        local name = ("%s (%s)"):format(args.title, row.language)
        local video, err = made[name], nil
        local is_planned = ctx.dry_run and not video
        if not video then
            video, err = tavus.try(create, {
                replica_id = text(row, "replica") or args.replica, script = row.script, video_name = name,
            })
        end
        if video then
            local _, failure = tavus.try(video.wait, video, { timeout = args.timeout })
            err = failure
        end
        if err and REFUSED[err.code] then refusal = err end
        return {
            language = row.language, video_id = video and video.video_id,
            status = err and err.code or is_planned and "planned" or video.status,
            hosted_url = video and video.hosted_url,
        }
    end, { concurrency = 4 })
    if not refusal then return json.array(rows) end
    for _, row in ipairs(rows) do
        if row.video_id then print(("%s  %s  %s"):format(row.video_id, row.status, row.language)) end
    end
    error(refusal, 0)
end
"""##),

    ]
}
