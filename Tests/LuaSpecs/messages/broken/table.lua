describe("a block", function() error({ code = "not_found" }) end)
