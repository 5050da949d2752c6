using System.Text;
using System.Text.Json.Nodes;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Tests.Journal;

/// <summary>A record has one canonical form; what cannot be read is said with the record's and the type's name.</summary>
public sealed class JournalCodecTests
{
    private static readonly JournalHead Head = new("3f9a01c2", 16, 4, JournalChain.Genesis);

    private readonly JournalCodec _codec = new(_ => PolicySet.Empty);

    [Fact]
    public void A_record_has_its_documented_bytes()
    {
        var record = Seal(
            new OrderAnswered(new OrderOutcome("3f9a01c2.e4.i7.r2.s1", OutcomeKind.Succeeded, "held, version 3")),
            new OrderSettled("i7.r2", new OrderOutcome("3f9a01c2.e4.i7.r2.s1", OutcomeKind.Succeeded, "held, version 3"), 1_790_000_000_000_000_001),
            new NothingDone("i7", Reason.Of("guardrail.cooldown", ("left", "12")), 1_790_000_000_000_000_001));

        Assert.Equal(
            """{"journal":"3f9a01c2","fleet":"default","sequence":17,"epoch":4,"at":1790000000000000001,"format":1,"actor":{"kind":"system","name":"dispatcher"},"input":{"type":"order-answered","v":1,"data":{"outcome":{"orderId":"3f9a01c2.e4.i7.r2.s1","kind":"succeeded","detail":"held, version 3"}}},"events":[{"type":"order-settled","v":1,"data":{"remediation":"i7.r2","outcome":{"orderId":"3f9a01c2.e4.i7.r2.s1","kind":"succeeded","detail":"held, version 3"},"at":1790000000000000001}},{"type":"nothing-done","v":1,"data":{"incident":"i7","reason":{"code":"guardrail.cooldown","parameters":[{"name":"left","value":"12"}]},"at":1790000000000000001}}]}""",
            Encoding.UTF8.GetString(record.Bytes.Span));
        Assert.Equal("5560035f3515f79e", record.Hash[..16]);
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var record = Seal(new FreezeCommanded("api", "Umzug, größer 5 €"), new Frozen("api", "ann", "Umzug, größer 5 €", 9));

        var entry = _codec.Decode(record);

        Assert.Equal(("3f9a01c2", FleetId.Default, 17L, 4L), (entry.Birth, entry.Fleet, entry.Sequence, entry.Epoch));
        Assert.Equal(new Stamped(1_790_000_000_000_000_001, Actor.System("dispatcher"), new FreezeCommanded("api", "Umzug, größer 5 €")), entry.Input);
        Assert.Equal([new Frozen("api", "ann", "Umzug, größer 5 €", 9)], entry.Events);
    }

    [Fact]
    public void A_policy_set_stands_in_a_record_by_its_hash_and_is_found_again()
    {
        var hash = new string('a', 64);
        var set = PolicySet.Empty with { Fleet = FleetRules.Default with { MaxConcurrent = 7 } };
        var record = Seal(new PolicySetOffered(hash, set, PolicyStage.Share, 200));

        Assert.Contains("\"v\":2,\"data\":{\"hash\":\"" + hash + "\",\"stage\":\"share\",\"sharePerMille\":200}},\"events\":[]", Encoding.UTF8.GetString(record.Bytes.Span), StringComparison.Ordinal);
        Assert.Equal(new PolicySetOffered(hash, set, PolicyStage.Share, 200), new JournalCodec(h => h == hash ? set : PolicySet.Empty).Decode(record).Input.Body);
    }

    [Fact]
    public void A_verification_is_read_back_with_all_its_parts()
    {
        var (service, other) = (Subject.Parse("service/checkout"), Subject.Parse("service/web"));
        var request = new VerificationRequest("i7.r2", service, SignalKind.Errors, 0, 1, 2, 3, 4, 500)
        {
            OrderedUnixNanos = 1,
            ControlledBy = VerificationControl.OtherCallers,
            Controls = [other],
            Neighbours = [service, other],
            DisturbedPerMille = 334,
            DisturbedUntilUnixNanos = 4,
        };
        var result = new VerificationResult("i7.r2", VerificationVerdict.Harmful, 1, 2, 3, 4, -5, -6, 7, true)
        {
            ActedUnixNanos = 2,
            Control = new ControlCounts(VerificationControl.OtherCallers, 1, 2, 3, 4),
            Neighbour = new SideEffect(other, 1, 2, 3, 4),
        };

        var entry = _codec.Decode(Seal(new VerificationReported(result), new VerificationAsked("i7.r2", request, 9), new VerificationNoted("i7.r2", result, 9)));

        Assert.Equal(new VerificationReported(result), entry.Input.Body);
        Assert.Equal(new VerificationNoted("i7.r2", result, 9), entry.Events[1]);
        var asked = Assert.IsType<VerificationAsked>(entry.Events[0]).Request;
        Assert.Equal(request with { Controls = null, Neighbours = null }, asked with { Controls = null, Neighbours = null });
        Assert.Equal([other], asked.Controls!);
        Assert.Equal([service, other], asked.Neighbours!);
    }

    [Fact]
    public void Encoding_the_same_twice_gives_the_same_bytes() =>
        Assert.Equal(Seal(new WokeUp("k")).Bytes.ToArray(), Seal(new WokeUp("k")).Bytes.ToArray());

    [Theory]
    [InlineData("woke-up\",\"v\":1", "slept-in\",\"v\":1", "an input 'slept-in' of version 1; this program knows none of that name")]
    [InlineData("woke-up\",\"v\":1", "woke-up\",\"v\":3", "an input 'woke-up' of version 3; this program knows up to 1")]
    [InlineData("unfrozen\",\"v\":1", "unfrozen\",\"v\":2", "an event 'unfrozen' of version 2; this program knows up to 1")]
    [InlineData("\"format\":1", "\"format\":2", "format 2; this program knows 1")]
    public void What_is_newer_than_the_program_is_named(string old, string fresh, string told)
    {
        var record = Altered(old, fresh);

        var error = Assert.Throws<JournalFormatException>(() => _codec.Decode(record));

        Assert.Equal($"Record 17 of fleet 'default' holds {told}. Start the version of Prunella that wrote it, or a newer one.", error.Message);
    }

    [Theory]
    [InlineData("\"key\":\"k\"", "\"key\":\"k\",\"since\":1")]
    [InlineData("\"key\":\"k\"", "\"key\":null")]
    [InlineData("\"key\":\"k\"", "\"key\":7")]
    [InlineData("\"actor\"", "\"acter\"")]
    [InlineData("\"events\":[", "\"events\":{")]
    [InlineData("\"journal\":", "\"jurnal\":")]
    public void A_shape_that_is_not_ours_is_refused_with_the_records_name(string old, string fresh)
    {
        var record = Altered(old, fresh);

        var error = Assert.Throws<JournalFormatException>(() => _codec.Decode(record));

        Assert.StartsWith("Record 17 of fleet 'default'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_shape_is_raised_step_by_step_to_todays()
    {
        var codec = new JournalCodec(_ => PolicySet.Empty, new Upcasters(
        [
            new Upcaster("event", "unfrozen", -1, data => Renamed(data, "who", "from")),
            new Upcaster("event", "unfrozen", 0, data => Renamed(data, "from", "source")),
        ]));
        var old = Altered("""{"type":"unfrozen","v":1,"data":{"source":"api",""", """{"type":"unfrozen","v":-1,"data":{"who":"api",""");

        Assert.Equal([new Unfrozen("api", "ann", 9)], codec.Decode(old).Events);
    }

    [Fact]
    public void An_old_shape_without_an_upcaster_is_a_defect_and_named()
    {
        var error = Assert.Throws<JournalFormatException>(() => _codec.Decode(Altered("unfrozen\",\"v\":1", "unfrozen\",\"v\":0")));

        Assert.Contains("'unfrozen' of version 0, for which an upcaster is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_upcasters_for_one_step_are_refused() =>
        Assert.Throws<ArgumentException>(() => new Upcasters([new Upcaster("event", "a", 1, d => d), new Upcaster("event", "a", 1, d => d)]));

    private static JournalRecord Seal(KernelInput input, params KernelEvent[] events) =>
        JournalCodec.Seal(FleetId.Default, Head, new Stamped(1_790_000_000_000_000_001, Actor.System("dispatcher"), input), events);

    private static JournalRecord Altered(string old, string fresh)
    {
        var record = Seal(new WokeUp("k"), new Unfrozen("api", "ann", 9));
        var text = Encoding.UTF8.GetString(record.Bytes.Span);
        Assert.Contains(old, text, StringComparison.Ordinal);
        return record with { Bytes = Encoding.UTF8.GetBytes(text.Replace(old, fresh, StringComparison.Ordinal)) };
    }

    private static JsonObject Renamed(JsonObject data, string from, string to)
    {
        var raised = new JsonObject { [to] = data[from]!.DeepClone() };
        foreach (var (name, value) in data.Where(m => m.Key != from)) raised[name] = value?.DeepClone();
        return raised;
    }
}
