finally(function() end)
