-- Ends active conversations that are older than a limit. Forgotten calls cost money by the minute
-- and take the account's concurrent slots.
-- Usage: tavlua run recipes/sweep-conversations.lua [--older-than 1h] [--keep TEXT]… [--dry-run]
--   --older-than AGE   only calls created longer ago than this          default 1h
--   --keep TEXT        leave calls whose name contains TEXT; may be given several times
--   --dry-run          list them, end nothing

local limit, keep, dry_run = 3600, {}, false

local UNITS = { s = 1, m = 60, h = 3600, d = 86400 }

local function usage(problem)
    io.stderr:write("sweep-conversations: ", problem, "\n")
    os.exit(64)
end

local function seconds(text)
    local amount, unit = (text or ""):match("^(%d+)([smhd])$")
    if not amount then
        usage("--older-than wants an age such as 45m, 6h or 2d, got " .. tostring(text))
    end
    return tonumber(amount) * UNITS[unit]
end

local index = 1
while index <= #arg do
    local flag = arg[index]
    if flag == "--older-than" then
        index = index + 1
        limit = seconds(arg[index])
    elseif flag == "--keep" then
        index = index + 1
        keep[#keep + 1] = arg[index] or usage("--keep wants a text")
    elseif flag == "--dry-run" then
        dry_run = true
    else
        usage("unknown option " .. flag)
    end
    index = index + 1
end

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
    if age >= limit and not is_kept(call.conversation_name or "") then
        stale[#stale + 1] = { record = call, age = age }
    end
end

local failed = 0
tavus.map(stale, function(call)
    local record = call.record
    local line = ("%s  %s  %d min"):format(
        record.conversation_id, record.conversation_name or "", call.age // 60)
    if dry_run then
        print("would end  " .. line)
        return
    end
    local ended, problem = tavus.try(function() record:end_() return true end)
    if ended then
        print("ended      " .. line)
    else
        failed = failed + 1
        io.stderr:write("not ended  ", line, "  ", tostring(problem), "\n")
    end
end, { concurrency = 8 })

print(("%d of %d stale conversations %s"):format(
    #stale - failed, #stale, dry_run and "would be ended" or "ended"))
if failed > 0 then os.exit(1) end
