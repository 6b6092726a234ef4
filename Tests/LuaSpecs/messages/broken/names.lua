it("changes its name: " .. tostring({}), function() end)
