-- Requests to other servers. host.send(request) waits, and gives the answer's parts.
local http, host = ...
local json = require "json"

local Answer = { __name = "http.answer" }
Answer.__index = Answer

-- The body as a value; raises where it is no JSON.
function Answer:json()
    local ok, value = pcall(json.decode, self.body)
    if ok then return value end
    error(("http: %s answered %d with what is no JSON: %s"):format(self.url, self.status, value), 2)
end

function Answer:__tostring() return ("%d from %s, %d bytes"):format(self.status, self.url, #self.body) end

local function send(method, url, options)
    local status, headers, body, from = host.send(method, url, options)
    return setmetatable({
        status = status, ok = status >= 200 and status < 300, headers = headers, body = body, url = from,
    }, Answer)
end

function http.get(url, options) return send("GET", url, options) end
function http.post(url, options) return send("POST", url, options) end
function http.put(url, options) return send("PUT", url, options) end
function http.patch(url, options) return send("PATCH", url, options) end
function http.delete(url, options) return send("DELETE", url, options) end
