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
