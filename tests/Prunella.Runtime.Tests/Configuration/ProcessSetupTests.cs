using Prunella.Runtime.Configuration;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>An instance's own words win over its service's; the environment only fills values.</summary>
public sealed class ProcessSetupTests : IDisposable
{
    private readonly Documents _documents = new();

    public void Dispose() => _documents.Dispose();

    [Fact]
    public void An_instance_takes_from_its_service_what_it_does_not_say_itself()
    {
        _documents.WithText("""
            apiVersion: prunella/v1
            kind: Service
            metadata: { name: checkout }
            spec:
              process: { command: bin/shop, arguments: [ checkout ], stop: 3s, environment: { A: service, B: service } }
              instances:
                - { name: a, address: "127.0.0.1:1" }
                - { name: b, address: "127.0.0.1:2", process: { arguments: [], stop: 1s, environment: { B: own, C: own } } }
            """);

        var (a, b) = (Process(0), Process(1));

        Assert.Equal((Path.Combine(_documents.Folder, "bin/shop"), 3_000_000_000, _documents.Folder), (a.Command, a.StopNanos, a.WorkingDirectory));
        Assert.Equal(["checkout"], a.Arguments);
        Assert.Equal(["A=service", "B=service"], a.Environment.Select(e => $"{e.Key}={e.Value}"));
        Assert.Equal((Path.Combine(_documents.Folder, "bin/shop"), 1_000_000_000), (b.Command, b.StopNanos));
        Assert.Empty(b.Arguments);
        Assert.Equal(["A=service", "B=own", "C=own"], b.Environment.Select(e => $"{e.Key}={e.Value}"));
    }

    [Theory]
    [InlineData("${PORT}", "5")]
    [InlineData("${PORT:-7}", "5")]
    [InlineData("${UNSET:-7}", "7")]
    [InlineData("${EMPTY:-7}", "7")]
    [InlineData("${UNSET:-}", "")]
    [InlineData("a${PORT}b${UNSET:-c}d$e}", "a5bcd$e}")]
    [InlineData("${TRICK}", "${PORT}, x: y")]
    public void The_environment_fills_a_value(string text, string expected)
    {
        (_documents.Environment["PORT"], _documents.Environment["EMPTY"], _documents.Environment["TRICK"]) = ("5", "", "${PORT}, x: y");
        Shop(text);

        Assert.Empty(_documents.ReadErrors());
        Assert.Equal(expected, Process(0).Environment.Single().Value);
    }

    [Theory]
    [InlineData("${UNSET}", "the environment variable UNSET is not set")]
    [InlineData("${PORT", "is not closed")]
    [InlineData("${}", "is malformed")]
    [InlineData("${A B}", "is malformed")]
    [InlineData("${A:-${B}}", "is malformed")]
    public void A_reference_that_gives_nothing_is_told_with_its_place(string text, string expected)
    {
        Shop(text);

        var error = Assert.Single(_documents.Read().Errors);
        Assert.Contains(expected, error.Problem, StringComparison.Ordinal);
        Assert.Equal(("spec.process.environment.X", 4), (error.Key, error.Line));
    }

    private void Shop(string value) =>
        _documents.With("Service", "checkout", $$"""process: { command: a, environment: { X: '{{value}}' } }, instances: [ { name: a, address: "127.0.0.1:1" } ]""");

    private ProcessSetup Process(int instance) => _documents.Read().Configuration!.Instances[instance].Process!;
}
