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
