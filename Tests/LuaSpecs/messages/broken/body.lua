it("is fine", function() end)
describe("a block", function()
    local function helper() error("in a helper") end
    helper()
end)
