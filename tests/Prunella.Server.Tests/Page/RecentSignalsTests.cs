using Prunella.Contracts;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Views;
using Prunella.Server.Page;

namespace Prunella.Server.Tests.Page;

/// <summary>What the page draws is bounded, is the series behind the number beside it, and costs the page nothing when
/// the history is gone.</summary>
public sealed class RecentSignalsTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private readonly FakeHistory _history = new();
    private readonly RecentSignals _signals;

    public RecentSignalsTests() => _signals = new RecentSignals(_history);

    [Fact]
    public async Task Draws_the_series_whose_value_stands_beside_it()
    {
        var view = Service("shop", 1);
        var subject = Subject.Of(view.Instances[0].Instance);
        _history.Names = ["Gateway.p99", "Probe.p99", "Telemetry.p99"];
        view = view with { Signals = [new SignalView(subject, SignalKind.Latency, Witness.Probe, "p99", "s", 1, 1, Health.Healthy)] };

        var strips = await OfAsync(Status(1000, view));

        Assert.All(strips.Series[(subject, SignalKind.Latency)], r => Assert.Equal("Probe.p99", r.Name));
        Assert.All(strips.Series[(subject, SignalKind.Errors)], r => Assert.Equal("Gateway.p99", r.Name));
    }

    [Fact]
    public async Task Draws_a_bounded_number_unhealthy_subjects_first_and_says_how_many_are_left_out()
    {
        var status = Status(1000, Service("calm", 40), Service("sick", 1) with { Health = Health.Unhealthy });

        var strips = await OfAsync(status);

        Assert.Equal(RecentSignals.MostDrawn, strips.Series.Count);
        Assert.Contains((Subject.Of(new ServiceId("sick")), SignalKind.Errors), strips.Series.Keys);
        Assert.Equal((41 + 2) * 3 - RecentSignals.MostDrawn, strips.LeftOut);
        var html = StatusPage.Fragment(status, strips);
        Assert.Equal(RecentSignals.MostDrawn, html.Split("<svg ").Length - 1);
        Assert.Contains("39 signals are not drawn", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drawings_of_one_page_have_names_of_their_own()
    {
        var status = Status(1000, Service("shop", 5));

        var html = StatusPage.Fragment(status, await OfAsync(status));

        var ids = System.Text.RegularExpressions.Regex.Matches(html, " id=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToArray();
        Assert.Equal(6 * 3 * 2, ids.Length);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public async Task Asks_the_history_once_per_five_seconds_for_all_viewers()
    {
        await OfAsync(Status(1000, Service("shop", 1)));
        await OfAsync(Status(1004, Service("shop", 1)));
        Assert.Equal(6, _history.Asked.Count);

        await OfAsync(Status(1005, Service("shop", 1)));
        Assert.Equal(12, _history.Asked.Count);
        Assert.Equal((1005 - 295, 1005), (_history.Asked[^1].FromSecond, _history.Asked[^1].ToSecond));
    }

    [Fact]
    public async Task A_history_that_cannot_be_read_costs_the_drawings_and_not_the_page()
    {
        _history.Fails = true;
        var status = Status(1000, Service("shop", 1));

        var html = StatusPage.Whole(status, await OfAsync(status));

        Assert.DoesNotContain("<svg", html, StringComparison.Ordinal);
        Assert.Contains("shop-0", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hostile_name_from_telemetry_stays_text_in_the_page()
    {
        const string name = "</title><script>alert(1)</script>\"'";
        var status = Status(1000, Service(name, 1));

        var html = StatusPage.Whole(status, await OfAsync(status));

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("latency of &lt;/title&gt;&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    public void Dispose() => _signals.Dispose();

    private Task<SignalStrips> OfAsync(FleetStatus status) => _signals.OfAsync(status, TestContext.Current.CancellationToken);

    private static FleetStatus Status(long second, params ServiceView[] services) =>
        new(1, FleetId.Default, second * Second, 1, 1, null, services, [], [], 0, 0, []);

    private static ServiceView Service(string name, int instances)
    {
        var id = new ServiceId(name);
        return new ServiceView(id, Health.Healthy,
            [.. Enumerable.Range(0, instances).Select(i => new InstanceView(new InstanceId(id, $"{name}-{i}"), "z1", Health.Healthy, FaultKind.Unknown, Witness.Probe, ""))],
            []);
    }

    /// <summary>One reading per name, at the end of the range asked for.</summary>
    private sealed class FakeHistory : ISignalHistory
    {
        public IReadOnlyList<string> Names { get; set; } = ["Probe.p99"];

        public bool Fails { get; set; }

        public List<SignalQuery> Asked { get; } = [];

        public Task<int> AppendAsync(IReadOnlyList<SignalReading> readings, CancellationToken cancellation) => Task.FromResult(0);

        public Task<IReadOnlyList<SignalReading>> QueryAsync(SignalQuery query, CancellationToken cancellation)
        {
            if (Fails) throw new StorageUnusableException("Signals cannot be read", "signals.db", "the disk is gone", "Free it.");
            Asked.Add(query);
            return Task.FromResult<IReadOnlyList<SignalReading>>(
                [.. Names.Select(n => new SignalReading(query.Subject, query.Signal, n, query.ToSecond, 1, 1, Health.Healthy))]);
        }
    }
}
