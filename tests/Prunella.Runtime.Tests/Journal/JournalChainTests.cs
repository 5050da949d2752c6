using System.Security.Cryptography;

using Prunella.PortContracts;
using Prunella.Runtime.Journal;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Tests.Journal;

/// <summary>A record's hash covers all before it, and a walk stops at the first record that does not follow.</summary>
public sealed class JournalChainTests
{
    private static readonly JournalHead Head = new("3f9a01c2", 0, 1, JournalChain.Genesis);

    [Fact]
    public void A_hash_is_over_the_previous_hash_and_the_bytes()
    {
        byte[] bytes = [1, 2, 3];
        var expected = SHA256.HashData([.. new byte[32], .. bytes]);

        Assert.Equal(Convert.ToHexStringLower(expected), JournalChain.HashOf(JournalChain.Genesis, bytes));
    }

    [Fact]
    public void A_true_chain_is_walked_to_its_end()
    {
        var walk = ChainWalk.FromStart(SomeRecords.Fleet, Head.Birth);
        var records = SomeRecords.Batch(Head, 5);

        foreach (var record in records) walk.Step(record);

        Assert.Equal((5, records[^1].Hash), (walk.Sequence, walk.Hash));
    }

    public static TheoryData<string> Faults => ["fleet", "sequence", "epoch", "bytes", "previous", "hash", "birth", "order"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_record_that_does_not_follow_stops_the_walk_and_is_named(string fault)
    {
        var records = SomeRecords.Batch(Head, 3);
        var walk = ChainWalk.FromStart(SomeRecords.Fleet, Head.Birth);
        walk.Step(records[0]);
        var second = records[1];
        var bad = fault switch
        {
            "fleet" => second with { Fleet = new("other") },
            "sequence" => second with { Sequence = 3 },
            "epoch" => second with { Epoch = 2 },
            "bytes" => second with { Bytes = new byte[] { 1 } },
            "previous" => second with { PreviousHash = JournalChain.Genesis },
            "hash" => second with { Hash = records[0].Hash },
            "birth" => SomeRecords.After(JournalChain.After(Head with { Birth = "00000000" }, records[0])),
            _ => records[2],
        };

        var told = Assert.Throws<JournalCorruptException>(() => walk.Step(bad));

        Assert.StartsWith("Record 2 of fleet 'default' is broken", told.Message, StringComparison.Ordinal);
        Assert.Contains("Restore journal.db from a backup", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_epoch_never_falls()
    {
        var later = Head with { Epoch = 3 };
        var first = SomeRecords.After(later);
        var walk = ChainWalk.FromStart(SomeRecords.Fleet, Head.Birth);
        walk.Step(first);

        Assert.Throws<JournalCorruptException>(() => walk.Step(SomeRecords.After(JournalChain.After(later, first) with { Epoch = 2 })));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{\"journal\":1}")]
    [InlineData("{\"journal\":\"b\",\"fleet\":\"f\",\"epoch\":1}")]
    [InlineData("{\"journal\":\"b\",\"fleet\":\"f\",\"sequence\":99999999999999999999}")]
    [InlineData("{\"journal\":\"b\",\"fleet\":\"f\",\"sequence\":1,\"epoch\":1,\"at\":1,\"format\":99999999999}")]
    public void Bytes_that_do_not_start_as_a_record_have_no_header(string bytes) =>
        Assert.Null(JournalHeader.Read(System.Text.Encoding.UTF8.GetBytes(bytes)));
}
