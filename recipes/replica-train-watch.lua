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
