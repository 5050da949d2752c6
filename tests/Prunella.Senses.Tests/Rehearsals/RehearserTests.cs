using System.Threading.Channels;

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

using Prunella.Contracts;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Recipes;
using Prunella.Runtime.Loop;
using Prunella.Senses.Rehearsals;

namespace Prunella.Senses.Tests.Rehearsals;

/// <summary>What is planned is tried on its schedule, what is asked for comes first, and whatever happens is told.</summary>
public sealed class RehearserTests : IAsyncDisposable
{
    private static readonly Subject Route = Subject.Parse("dependency/checkout>payments");
    private static readonly Subject Other = Subject.Parse("instance/checkout/c-1");
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider _time = new();
    private readonly Channel<RehearsalReported> _told = Channel.CreateBounded<RehearsalReported>(100);
    private readonly Tries _tries = new();
    private readonly Rehearser _rehearser;

    public RehearserTests() => _rehearser = new Rehearser(
        (_, input, stop) => _told.Writer.WriteAsync((RehearsalReported)input, stop).AsTask(), _time, NullLogger<Rehearser>.Instance, _ => _tries);

    public ValueTask DisposeAsync() => _rehearser.DisposeAsync();

    [Fact]
    public async Task What_is_planned_is_tried_at_once_and_then_each_time_it_is_due()
    {
        _rehearser.Plan([new PlannedRehearsal(RehearsalKind.Reply, Route, 60 * Some.Second, 3)]);
        _rehearser.Start();

        Assert.Equal(new RehearsalReported(RehearsalKind.Reply, Route, true, ""), await NextAsync());
        _time.Advance(TimeSpan.FromSeconds(59));
        _time.Advance(Beat);
        Assert.Equal(1, _tries.Count);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await NextAsync()).Passed);
        Assert.Equal((2, 3), (_tries.Count, _tries.Requests));
    }

    [Fact]
    public async Task What_the_kernel_asks_for_is_tried_without_a_plan()
    {
        _rehearser.Start();
        _rehearser.Try(RehearsalKind.Peers, Other, 5);

        Assert.Equal(new RehearsalReported(RehearsalKind.Peers, Other, true, ""), await NextAsync());
        Assert.Equal(5, _tries.Requests);
    }

    [Fact]
    public async Task What_it_did_instead_is_told_and_is_not_long()
    {
        _tries.Answer = () => new string('x', 500);
        _rehearser.Start();
        _rehearser.Try(RehearsalKind.Reply, Route, 1);

        var told = await NextAsync();

        Assert.Equal((false, 200), (told.Passed, told.Detail.Length));
    }

    [Fact]
    public async Task A_rehearsal_that_cannot_be_made_has_failed()
    {
        _tries.Answer = () => throw new InvalidOperationException("out of sockets");
        _rehearser.Start();
        _rehearser.Try(RehearsalKind.Reply, Route, 1);

        Assert.Equal(new RehearsalReported(RehearsalKind.Reply, Route, false, "out of sockets"), await NextAsync());
    }

    [Fact]
    public async Task What_is_planned_no_more_is_tried_no_more()
    {
        _rehearser.Plan([new PlannedRehearsal(RehearsalKind.Reply, Route, Some.Second, 1)]);
        _rehearser.Start();
        await NextAsync();
        _rehearser.Plan([]);
        _rehearser.Try(RehearsalKind.Peers, Other, 1);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(Other, (await NextAsync()).Subject);
        Assert.Equal(2, _tries.Count);
    }

    /// <summary>One beat, and then what is told.</summary>
    private async Task<RehearsalReported> NextAsync()
    {
        _time.Advance(Beat);
        return await _told.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Tries : IRehearsal
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public int Requests { get; private set; }

        public Func<string?> Answer { get; set; } = () => null;

        public Task<string?> TryAsync(Subject subject, int requests, CancellationToken cancellation)
        {
            Requests = requests;
            Interlocked.Increment(ref _count);
            return Task.FromResult(Answer());
        }
    }
}
