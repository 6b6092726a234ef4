-- What csv and yaml share: the functions of the host, and files read and written through them.
local module, host = ...

for name, f in next, host do
    if name ~= "read_text" and name ~= "write_text" then module[name] = f end
end

function module.read(path, options)
    local text = host.read_text(path)
    return module.decode(text, options, path)
end

function module.write(path, value, options)
    host.write_text(path, module.encode(value, options))
end
