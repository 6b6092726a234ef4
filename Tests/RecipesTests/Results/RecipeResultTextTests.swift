import JSONValue
import Recipes
import Testing

struct RecipeResultTextTests {
    private static let rows: JSONValue = [
        ["id": "v1", "name": "Rio, \"R\"", "n": 1], ["id": "v2", "extra": ["a": [1.5, true]]],
    ]

    @Test(arguments: [
        (
            RecipeOutputFormat.csv,
            "name,id,n,extra\n\"Rio, \"\"R\"\"\",v1,1,\n,v2,,\"{\"\"a\"\":[1.5,true]}\"\n"
        ),
        (
            .tsv,
            "name\tid\tn\textra\n\"Rio, \"\"R\"\"\"\tv1\t1\t\n\tv2\t\t\"{\"\"a\"\":[1.5,true]}\"\n"
        ),
        (
            .jsonl,
            #"{"id":"v1","name":"Rio, \"R\"","n":1}"# + "\n"
                + #"{"id":"v2","extra":{"a":[1.5,true]}}"# + "\n"
        ),
        (
            .table,
            "name      id  n  extra\nRio, \"R\"  v1  1\n          v2     {\"a\":[1.5,true]}\n"
        ),
        (
            .lua,
            """
            {
              {
                id = "v1",
                name = "Rio, \\"R\\"",
                n = 1,
              },
              {
                id = "v2",
                extra = {
                  a = {
                    1.5,
                    true,
                  },
                },
              },
            }

            """
        ),
        (
            .yaml,
            "- id: v1\n  name: Rio, \"R\"\n  'n': 1\n- id: v2\n  extra:\n    a:\n    - 1.5\n    - true\n"
        ),
    ])
    func rowsInEachFormat(_ format: RecipeOutputFormat, _ text: String) throws {
        #expect(try RecipeResultText(columns: ["name"]).text(Self.rows, as: format) == text)
    }

    private static let others: [(JSONValue, RecipeOutputFormat, String)] = [
        (JSONValue.string("a\nb"), RecipeOutputFormat.value, "a\nb\n"),
        (["a", 1, .null], .value, "a\n1\nnull\n"), ([], .jsonl, ""), ([], .csv, ""),
        ([], .json, "[]\n"), (3, .table, "3\n"), (["a": 1, "bb": "x"], .table, "a   1\nbb  x\n"),
        ("a\u{1b}[2J", .table, "a\\u{1b}[2J\n"),
        (
            ["end": 1, "a-b": "\u{202e}"], .lua,
            "{\n  [\"end\"] = 1,\n  [\"a-b\"] = \"\\u{202e}\",\n}\n"
        ),
        (["x", "y"], .csv, "value\nx\ny\n"),
    ]

    @Test(arguments: others)
    func otherValues(_ value: JSONValue, _ format: RecipeOutputFormat, _ text: String) throws {
        #expect(try RecipeResultText().text(value, as: format) == text)
    }
}
