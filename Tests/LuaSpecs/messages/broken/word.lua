describe("a block", function() it("has no function", 5) end)
