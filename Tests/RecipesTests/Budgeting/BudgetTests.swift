import JSONValue
import Recipes
import Testing

struct BudgetTests {
    @Test func theOptionIsReadLikeTheTable() throws {
        let flag = try Budget(flag: "faces=10,minutes=1.5,per_day.videos=200")
        #expect(
            flag
                == (try Budget(
                    ["replicas": 10, "minutes": 1.5, "per_day": ["videos": 200]], at: "b")))
        #expect(flag.json == ["replicas": 10, "minutes": 1.5, "per_day": ["videos": 200]])
    }

    @Test(arguments: [
        ("videos", "permissions.budget: \"videos\": write NAME=NUMBER"),
        ("videos=many", "permissions.budget: \"videos=many\": write NAME=NUMBER"),
        (
            "video=3",
            "permissions.budget.video: nothing of this name is counted. Did you mean \"videos\"?"
        ),
        (
            "voices=3",
            "permissions.budget.voices: nothing of this name is counted. Counted are creates,"
        ),
        (
            "videos=1e300",
            "permissions.budget.videos: expected a whole number from 0 on, got 1e+300"
        ),
    ])
    func aSlipInTheOptionIsTold(_ text: String, _ message: String) {
        do {
            _ = try Budget(flag: text)
            Issue.record("accepted \(text)")
        } catch {
            #expect("\(error)".hasPrefix(message), "\(error)")
        }
    }

    @Test func theSmallerLimitHolds() throws {
        let one = try Budget(flag: "videos=10,minutes=5")
        let other = try Budget(flag: "videos=3,requests=7")
        #expect(one.intersection(other) == (try Budget(flag: "videos=3,minutes=5,requests=7")))
        #expect(one.contains(one.intersection(other)))
        #expect(!one.contains(other))
    }
}
