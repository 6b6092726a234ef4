describe("a block", function() assert.are.equal(1, 2) end)
