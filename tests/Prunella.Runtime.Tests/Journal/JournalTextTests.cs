using System.Text;

using CsCheck;

using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Tests.Journal;

/// <summary>No secret that looks like one reaches the journal, by whatever member it comes; ordinary words stay as they are.</summary>
public sealed class JournalTextTests
{
    public static TheoryData<string, string> Secrets => new()
    {
        { "upstream said Authorization: Bearer hunter2hunter2", "hunter2" },
        { "Authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz" },
        { "got 401 for bearer abc.def-ghi_jkl", "abc.def" },
        { "connect Host=db;Username=ann;Password=Sw0rdfish;Timeout=3", "Sw0rdfish" },
        { "password: 'two words'", "two words" },
        { "{\"apiKey\":\"k-123\",\"x\":1}", "k-123" },
        { "x-api-key: k-456", "k-456" },
        { "--client-secret=s3cr3t --verbose", "s3cr3t" },
        { "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI", "wJalrXUtnFEMI" },
        { "key=short", "short" },
        { "Cookie: sid=0123456789", "0123456789" },
        { "postgres://ann:sesame@db:5432/shop", "sesame" },
        { "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln here", "eyJ" },
        { "AKIAIOSFODNN7EXAMPLE", "AKIA" },
        { "ghp_abcdefghijklmnopqrst", "ghp_" },
        { "owner prn_0123456789abcdefghijklmnopqrstuv", "prn_" },
        { "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----", "MIIEow" },
        { "-----BEGIN PRIVATE KEY-----\nMIIEow cut off", "MIIEow" },
        { "body QWxhZGRpbjpvcGVuIHNlc2FtZQ0123456789abcdEF== end", "QWxhZGRp" },
        { "etag 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "9f86d081" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_text_that_holds_a_secret_loses_it(string text, string secret)
    {
        var clean = JournalText.Text(text);

        Assert.DoesNotContain(secret, clean, StringComparison.Ordinal);
        Assert.Contains(JournalText.Redacted, clean, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Secrets))]
    public void No_record_holds_a_secret_by_whatever_member_it_comes(string text, string secret)
    {
        KernelInput[] inputs =
        [
            new FreezeCommanded("api", text),
            new OrderAnswered(new OrderOutcome("o", OutcomeKind.Failed, text)),
            new TargetObserved("o", null, text),
            new RankingsReported([new SuspectRanking([new Suspect(Subject.Parse("service/a"), FaultKind.Slow, 900, text)], [], false, [])]),
        ];
        KernelEvent[] events =
        [
            new Frozen("api", "ann", text, 1),
            new OrderSettled("i1.r1", new OrderOutcome("o", OutcomeKind.Unknown, text), 1),
        ];
        var head = new JournalHead("3f9a01c2", 0, 1, JournalChain.Genesis);

        var written = inputs.Select(i => Encoding.UTF8.GetString(
            JournalCodec.Seal(FleetId.Default, head, new Stamped(1, Actor.System("test"), i), events).Bytes.Span));

        Assert.All(written, w => Assert.DoesNotContain(secret, w, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("checkout-2 timed out after 400 ms in 12 of 14 probes")]
    [InlineData("p99 = 4200 ms, expected 180 ms; errors = 20 %")]
    [InlineData("held, version 3")]
    [InlineData("Gehört zum Umzug: größer, 5 €, 日本")]
    [InlineData("instance/shop.checkout/checkout-7d9f8c6b5-x2x4z refused connections")]
    [InlineData("symptom/instance/a/b|latency|latency-peers|checkout-latency-objective")]
    [InlineData("3f9a01c2.e4.i7.r2.s1")]
    [InlineData("")]
    public void An_ordinary_text_stays_as_it_is(string text) => Assert.Equal(text, JournalText.Text(text));

    [Theory]
    [InlineData("two\r\nlines", "two lines")]
    [InlineData("\u001b[31mred\u001b[0m", "[31mred [0m")]
    [InlineData("right\u202eto left", "right to left")]
    [InlineData("zero\0byte", "zero byte")]
    [InlineData("half\ud83dpair", "half pair")]
    public void Control_characters_become_a_blank(string text, string clean) => Assert.Equal(clean, JournalText.Text(text));

    [Fact]
    public void A_long_text_is_cut_and_says_so()
    {
        var clean = JournalText.Text(string.Concat(Enumerable.Repeat("word ", 1000)));

        Assert.Equal(JournalText.MaxText, clean.Length);
        Assert.EndsWith("…", clean, StringComparison.Ordinal);
    }

    [Fact]
    public void An_identifier_may_be_an_opaque_run_but_no_password()
    {
        var hash = new string('a', 32) + "0123456789abcdef0123456789abcdef";

        Assert.Equal(hash, JournalText.Identifier(hash));
        Assert.DoesNotContain("Sw0rdfish", JournalText.Identifier("password=Sw0rdfish"), StringComparison.Ordinal);
    }

    [Fact]
    public void Cleaning_twice_gives_what_cleaning_once_gave()
    {
        string[] pieces =
        [
            "password=", "Bearer ", "key: ", "://", "@", "eyJabcdefgh.", "[redacted]", "\n", "\"", "'", " ", "=", ":", "…",
            "aB3dE5gH7jK9mN1pQ3sT5vX7zA9cE1gI3", "-----BEGIN PRIVATE KEY-----", "word", "prn_", "\ud83d\ude00", new string('x', 120),
        ];
        Gen.Int[0, pieces.Length - 1].Array[0, 30].Select(picks => string.Concat(picks.Select(i => pieces[i]))).Sample(
            text =>
            {
                var once = JournalText.Text(text);
                Assert.Equal(once, JournalText.Text(once));
                Assert.True(once.Length <= JournalText.MaxText);
            },
            iter: 5_000);
    }

    [Fact]
    public void A_clean_input_is_handed_back_as_it_is()
    {
        var input = new FreezeCommanded("api", "moving house");

        Assert.Same(input, JournalCodec.Clean(input));
    }

    [Fact]
    public void A_cleaned_input_is_journalled_as_it_was_decided_on()
    {
        var clean = (FreezeCommanded)JournalCodec.Clean(new FreezeCommanded("api", "password=Sw0rdfish\nnow"));

        Assert.Equal("password=[redacted] now", clean.Why);
        Assert.Same(clean, JournalCodec.Clean(clean));
    }

    [Fact]
    public void Every_member_that_carries_somebodys_words_is_cleaned_as_text()
    {
        string[] words = ["Detail", "Why", "Undo"];

        Assert.Empty(JournalJson.Identifiers.Intersect(words));
    }
}
