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
