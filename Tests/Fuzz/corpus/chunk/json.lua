local json = require "json"
local t = json.decode('{"a":[1,2.5,null,{"b":"\\u00e9"}],"c":{}}', {null = true})
t.list = json.array({1, nil, 3}, 3)
return json.encode(t), json.pretty(t), pcall(json.encode, {1, x = 2}), json.null
