-- How fast `json` is, as a ratio to lua-cjson (Debian: lua-cjson) in the same process and state.
--
--     tavlua Tests/Bench/json.lua [ROUNDS]
--
-- Prints the median of the ratios of interleaved rounds, quartiles behind it; above 1 is faster than
-- lua-cjson. Both libraries must agree on every payload before anything is timed.
local json = require "json"
local found, cjson = pcall(require, "cjson")
if not found then
    print("json: lua-cjson is not installed, nothing to compare with")
    os.exit(0)
end

local ROUNDS = tonumber(arg and arg[1]) or 21
local ROUND_SECONDS = 0.05

-- Payloads: the same bytes on every machine

local seed = 20251
local function random(low, high)
    seed = (seed * 6364136223846793005 + 1442695040888963407) & 0x7fffffffffffffff
    return low + (seed >> 33) % (high - low + 1)
end

local WORDS = {}
for word in ([[the a of to in we you persona replica sales coach interview candidate product customer
    question answer helpful calm tone friendly clear short steps plan budget schedule meeting video call
    camera background team company story example listen respond context goal objective guardrail memory
    document knowledge base onboarding support refund policy health check learning lesson student
    teacher]]):gmatch "%a+" do
    WORDS[#WORDS + 1] = word
end
local SPECIAL = {
    "caf\u{e9}", "na\u{ef}ve", "\u{2014}", "\u{201c}quoted\u{201d}", "it\u{2019}s", "\u{1F44B}",
}

local function word()
    return WORDS[random(1, #WORDS)]
end

local function text(count)
    local words = {}
    for i = 1, count do
        local kind = random(1, 1000)
        words[i] = kind <= 10 and SPECIAL[random(1, #SPECIAL)]
            or kind <= 15 and '"' .. word() .. '"'
            or kind <= 25 and word() .. ".\n"
            or word()
    end
    return table.concat(words, " ") .. "."
end

local function id(letter)
    return ("%s%010x"):format(letter, random(0, 0xffffffffff))
end

local function time()
    return ("2025-%02d-%02dT%02d:%02d:%02d.%06dZ"):format(random(1, 12), random(1, 28), random(0, 23),
        random(0, 59), random(0, 59), random(0, 999999))
end

-- An object whose members keep their order: a list of pairs.
local function object(pairs_)
    return { object = pairs_ }
end

local function list(count, make)
    local values = {}
    for i = 1, count do values[i] = make(i) end
    return { list = values }
end

local function tool()
    return object {
        { "type", "function" },
        { "function", object {
            { "name", word() .. "_" .. word() }, { "description", text(12) },
            { "parameters", object {
                { "type", "object" },
                { "properties", object {
                    { word(), object {
                        { "type", "string" }, { "description", text(8) }, { "maxLength", random(10, 500) },
                    } },
                    { "confidence_" .. word(), object {
                        { "type", "number" }, { "minimum", 0 }, { "maximum", 1 },
                    } },
                } },
                { "required", list(1, word) },
            } },
        } },
    }
end

local function layers()
    return object {
        { "perception", object {
            { "perception_model", "raven-0" },
            { "ambient_awareness_queries", list(2, function() return text(7) end) },
            { "perception_tool_prompt", text(15) }, { "perception_tools", list(1, tool) },
        } },
        { "stt", object {
            { "stt_engine", "tavus-advanced" }, { "participant_pause_sensitivity", "medium" },
            { "participant_interrupt_sensitivity", "medium" }, { "smart_turn_detection", true },
            { "hotwords", text(5) },
        } },
        { "conversational_flow", object {
            { "turn_detection_model", "sparrow-1" }, { "turn_taking_patience", "medium" },
            { "replica_interruptibility", "high" },
        } },
        { "llm", object {
            { "model", "tavus-gpt-oss" }, { "base_url", false }, { "speculative_inference", true },
            { "extra_body", object {
                { "temperature", random(0, 1000) / 1000 }, { "top_p", 0.95 },
                { "max_tokens", random(100, 4000) },
            } },
            { "tools", list(random(0, 3), tool) },
        } },
        { "tts", object {
            { "tts_engine", "cartesia" }, { "external_voice_id", id "" .. id "" .. id "" },
            { "voice_settings", object {
                { "speed", random(-100, 100) / 100 },
                { "emotion", list(2, function(i) return i == 1 and "positivity:high" or "curiosity" end) },
            } },
            { "tts_emotion_control", random(0, 1) == 1 }, { "tts_model_name", "sonic-2" },
        } },
    }
end

local function persona()
    return object {
        { "persona_id", id "p" }, { "persona_name", text(3) }, { "system_prompt", text(random(80, 220)) },
        { "context", text(random(20, 60)) }, { "default_replica_id", id "r" }, { "pipeline_mode", "full" },
        { "document_ids", list(random(0, 3), function() return id "d" end) },
        { "document_tags", list(random(0, 3), word) }, { "created_at", time() }, { "updated_at", time() },
        { "layers", layers() },
    }
end

local function line(i)
    return object {
        { "role", i % 2 == 0 and "assistant" or "user" }, { "content", text(random(20, 100)) },
        { "timestamp", 1763000000 + i * 4370 / 1000 }, { "duration", random(200, 9000) / 1000 },
        { "words", random(2, 90) },
    }
end

local function event(type, properties)
    return object {
        { "event_type", type }, { "message_type", "application" }, { "timestamp", time() },
        { "properties", object(properties) },
    }
end

local function tiny()
    return object {
        { "conversation_id", "c123456abcdef" }, { "conversation_name", "A Meeting with Hassaan" },
        { "conversation_url", "https://tavus.daily.co/c123456abcdef" },
        { "callback_url", "https://yourwebsite.com/webhook" }, { "status", "active" },
        { "replica_id", "r79e1c033f" }, { "persona_id", "p5317866" },
        { "created_at", "2025-11-01T10:00:00Z" }, { "test_mode", false }, { "n", 1 },
    }
end

local function transcript()
    return object {
        { "conversation_id", id "c" }, { "status", "ended" }, { "created_at", time() },
        { "events", list(2, function(i)
            if i == 1 then return event("system.replica_joined", { { "replica_id", id "r" } }) end
            return event("application.transcription_ready", { { "transcript", list(2000, line) } })
        end) },
    }
end

-- The spelling of Python's json.dumps, as the API's servers send it.
local ESCAPES = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n" }
local function escaped(character)
    if #character == 1 then return nil end
    local code = utf8.codepoint(character)
    if code < 0x10000 then return ("\\u%04x"):format(code) end
    code = code - 0x10000
    return ("\\u%04x\\u%04x"):format(0xd800 + (code >> 10), 0xdc00 + (code & 0x3ff))
end

local function quote(value)
    return '"' .. value:gsub('["\\\n]', ESCAPES):gsub(utf8.charpattern, escaped) .. '"'
end

local function spell(value)
    if type(value) == "string" then return quote(value) end
    if math.type(value) == "float" then return ("%.15g"):format(value) end
    if type(value) ~= "table" then return tostring(value) end
    local parts = {}
    for i, entry in ipairs(value.list or value.object) do
        parts[i] = value.list and spell(entry) or quote(entry[1]) .. ": " .. spell(entry[2])
    end
    return (value.list and "[%s]" or "{%s}"):format(table.concat(parts, ", "))
end

-- Agreement

local function same(left, right)
    if type(left) ~= "table" or type(right) ~= "table" then return left == right end
    for key, value in pairs(left) do
        if not same(value, right[key]) then return false end
    end
    for key in pairs(right) do
        if left[key] == nil then return false end
    end
    return true
end

local function check(name, payload)
    local ours, theirs = json.decode(payload), cjson.decode(payload)
    assert(same(ours, theirs), name .. ": the two decoders disagree")
    assert(same(json.decode(json.encode(ours)), ours), name .. ": encoding loses something")
    assert(same(cjson.decode(json.encode(ours)), theirs), name .. ": lua-cjson reads something else")
    return ours, theirs
end

-- Timing

-- Each timing begins with a clean heap, so that nobody pays for the other's garbage.
local function seconds(f, value, count)
    collectgarbage()
    local start = os.clock()
    for _ = 1, count do f(value) end
    return os.clock() - start
end

local function iterations(f, value)
    local count = 1
    while true do
        local took = seconds(f, value, count)
        if took > ROUND_SECONDS / 2 then return math.max(1, count * ROUND_SECONDS / took // 1) end
        count = count * 2
    end
end

-- f(a) against g(b): how many times faster f is.
local function compare(name, f, a, g, b)
    local count = iterations(g, b)
    local ratios = {}
    for round = 1, ROUNDS do
        local mine, yours
        if round % 2 == 0 then
            mine = seconds(f, a, count)
            yours = seconds(g, b, count)
        else
            yours = seconds(g, b, count)
            mine = seconds(f, a, count)
        end
        ratios[round] = yours / mine
    end
    table.sort(ratios)
    local function at(share) return ratios[math.ceil(#ratios * share)] end
    print(("%-22s %5.2f  (%.2f-%.2f)"):format(name, at(0.5), at(0.25), at(0.75)))
end

print("times lua-cjson        median (quartiles)")
for _, payload in ipairs {
    { "tiny", tiny() }, { "list", object { { "data", list(100, persona) }, { "total_count", 100 } } },
    { "transcript", transcript() },
} do
    local name, spelt = payload[1], spell(payload[2])
    local ours, theirs = check(name, spelt)
    compare(("decode %s %d B"):format(name, #spelt), json.decode, spelt, cjson.decode, spelt)
    compare(("encode %s"):format(name), json.encode, ours, cjson.encode, theirs)
end
