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
