import Testing

@testable import TavusAPI

@Suite struct RedactionTests {
    private static let key = "0123456789abcdef0123456789abcdef"

    @Test(arguments: [
        (#"c = tavus.connect("\#(key)")"#, #"c = tavus.connect("‹redacted›")"#),
        ("KEY \(key.uppercased())", "KEY ‹redacted›"),
        (#"h = "Authorization: Bearer hunter22""#, #"h = "Authorization: ‹redacted›""#),
        (#"x = "bearer a1b2c3d4e5""#, #"x = "bearer ‹redacted›""#),
        (#"llm = "sk-proj-abcdefghij0123456""#, #"llm = "‹redacted›""#),
        (
            "io.open('https://me:hunter2@example.com/a')",
            "io.open('https://me:‹redacted›@example.com/a')"
        ),
    ])
    func whatIsShapedLikeASecretIsHidden(entry: String, stored: String) {
        #expect(Redaction().redacting(entry) == stored)
    }

    @Test(arguments: [
        (#"api_key = "hunter2""#, #"api_key = "‹redacted›""#),
        (#"api_key='hunter2', b = 1"#, #"api_key='‹redacted›', b = 1"#),
        (#"t["api-key"] = "hunter2""#, #"t["api-key"] = "‹redacted›""#),
        (#"local TOKEN <const> = "hunter2""#, #"local TOKEN <const> = "‹redacted›""#),
        (#"{ ["x-api-key"] = "hunter2" }"#, #"{ ["x-api-key"] = "‹redacted›" }"#),
        (#".sh curl -H "x-api-key: hunter2" u"#, #".sh curl -H "x-api-key: ‹redacted›" u"#),
        (#"'{"password": "hunter2", "a": 1}'"#, #"'{"password": "‹redacted›", "a": 1}'"#),
        (#""{\"password\": \"hunter2\"}""#, #""{\"password\": \"‹redacted›\"}""#),
        (#"os.setenv("TAVUS_API_KEY", "hunter2")"#, #"os.setenv("TAVUS_API_KEY", "‹redacted›")"#),
        ("TAVUS_API_KEY=hunter2 tavlua x.lua", "TAVUS_API_KEY=‹redacted› tavlua x.lua"),
        ("export TAVUS_API_KEY=hunter2", "export TAVUS_API_KEY=‹redacted›"),
        (#"get("/x?a=1&token=hunter2&b=2")"#, #"get("/x?a=1&token=‹redacted›&b=2")"#),
        (".login hunter2", ".login ‹redacted›"),
        (".sh tool --api-key hunter2 -v", ".sh tool --api-key ‹redacted› -v"),
        (#"secret = "a" .. "b""#, #"secret = "‹redacted›" .. "‹redacted›""#),
        (#"secret = "it's \"deep\"" x"#, #"secret = "‹redacted›" x"#),
        (#"api_key = "hunter2"#, #"api_key = "‹redacted›"#),
        (#"api_key  "hunter2""#, #"api_key  "‹redacted›""#),
        (
            #"p:patch{ { op = "add", path = "/layers/llm/api_key", value = "hunter2" } }"#,
            #"p:patch{ { op = "add", path = "/layers/llm/api_key", value = "‹redacted›" } }"#
        ),
    ])
    func whatIsGivenToASecretNameIsHidden(entry: String, stored: String) {
        #expect(Redaction().redacting(entry) == stored)
    }

    @Test func entriesOfManyLinesAreReadAsOne() {
        let entry = """
            tavus.personas.create{
              layers = { llm = {
                api_key =
                  "hunter2",
                base_url = [[https://example.com]],
              } },
              headers = { authorization = [==[
            hunter2
            ]==] },
            }
            """
        let stored = """
            tavus.personas.create{
              layers = { llm = {
                api_key =
                  "‹redacted›",
                base_url = [[https://example.com]],
              } },
              headers = { authorization = [==[‹redacted›]==] },
            }
            """
        #expect(Redaction().redacting(entry) == stored)
    }

    @Test(arguments: [
        "", " ", "p = tavus.personas.get('p5317866')", #"r = "r79e1c033f""#,
        "id = 'd9428888-122b-11e1-b85c-61cd3cbb3210'", "h = '0123456789abcdef0123456789abcde'",
        "api_key = os.getenv('TAVUS_API_KEY')", "api_key = key", "api_key = ''",
        #"print("the token: " .. c.token)"#, #"x = "the token " .. id .. " is""#,
        #"print("no token", "abc")"#, "max_tokens = 100", "if token then f() end",
        #"h = { Authorization = "Bearer " .. key }"#, "bearer of good news",
        "sk_total_of_all_the_calls = 1", "API_KEY=os.getenv('KEY')", "export KEY=$TAVUS_API_KEY",
        "-- don't print the password", "https://example.com:8080/@me", "c.token:upper()",
        "name = '人工智能 🙂 é'",
    ])
    func whatIsNoSecretStays(entry: String) {
        #expect(Redaction(secrets: ["local"]).redacting(entry) == entry)
    }

    @Test func redactingAgainChangesNothing() {
        let once = Redaction().redacting(#"api_key = "hunter2" -- TAVUS_API_KEY=a https://a:b@c"#)
        #expect(
            once == #"api_key = "‹redacted›" -- TAVUS_API_KEY=‹redacted› https://a:‹redacted›@c"#)
        #expect(Redaction().redacting(once) == once)
    }
}
