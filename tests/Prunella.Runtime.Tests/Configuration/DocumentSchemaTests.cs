using System.Text.Json.Nodes;

using Prunella.Runtime.Configuration;
using Prunella.Runtime.Configuration.Yaml;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>The published schemas are those of the declaration, and take what the reader takes.</summary>
public sealed class DocumentSchemaTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "reference", "schema");

    public static TheoryData<string> Files => [.. DocumentSchema.Kinds.Select(k => k.ToLowerInvariant()).Append("prunella")];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_published_schema_is_written_from_the_declaration(string name)
    {
        var path = Path.Combine(Folder, name + ".json");
        var schema = name == "prunella" ? DocumentSchema.OfAny() : DocumentSchema.Of(name);

        if (Environment.GetEnvironmentVariable("PRUNELLA_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(path, schema);
        }
        Assert.Equal(File.ReadAllText(path), schema);
    }

    [Fact]
    public void Nothing_else_is_published() =>
        Assert.Equal(Files.Select(f => f.Data + ".json").Order(), Directory.GetFiles(Folder).Select(Path.GetFileName).Order());

    [Fact]
    public void Every_document_that_is_read_fits_the_schema_of_its_kind_and_the_one_of_all()
    {
        var any = new SchemaCheck(JsonNode.Parse(DocumentSchema.OfAny())!.AsObject());
        var documents = Texts().SelectMany(Parse).Where(d => d["apiVersion"]!.GetValue<string>() == "prunella/v1").ToArray();

        Assert.True(documents.Length > 20);
        foreach (var document in documents)
        {
            var kind = document["kind"]!.GetValue<string>();
            Assert.Null(new SchemaCheck(JsonNode.Parse(DocumentSchema.Of(kind))!.AsObject()).Refusal(document));
            Assert.Null(any.Refusal(document));
        }
    }

    [Theory]
    [InlineData("select: { service: s }, remedies: [ r ], mod: act", ".spec.mod: is not a key here")]
    [InlineData("select: { service: s }, remedies: []", ".spec.remedies: has too few items")]
    [InlineData("select: { service: s }, remedies: [ r ], guardrails: { cooldown: 5 }", "is not like")]
    [InlineData("select: { service: s }, remedies: [ r ], mode: doit", "is like none")]
    [InlineData("select: { service: s }", ".spec.remedies: is missing")]
    public void A_mistake_does_not_fit(string spec, string expected)
    {
        var document = Parse($"apiVersion: prunella/v1\nkind: Policy\nmetadata: {{ name: p }}\nspec: {{ {spec} }}\n").Single();

        Assert.Contains(expected, new SchemaCheck(JsonNode.Parse(DocumentSchema.Of("policy"))!.AsObject()).Refusal(document), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts() => DocumentsPageTests.Examples()
        .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "samples", "Shop", "policies"), "*.yaml").Select(File.ReadAllText));

    private static IEnumerable<JsonNode> Parse(string text) => YamlTree.Read(text, (_, _, problem) => Assert.Fail(problem)).Documents.Select(Of);

    private static JsonNode Of(YamlNode node) => node switch
    {
        YamlMap map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)Of(e.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Of)]),
        _ => JsonValue.Create(((YamlScalar)node).Text),
    };
}
