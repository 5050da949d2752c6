using System.Threading.Channels;

using Microsoft.Extensions.Logging;

using Prunella.Contracts;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.Loop;

namespace Prunella.Senses.Rehearsals;

/// <summary>Tries where recipes lead to, on their schedule and when the kernel asks, and tells the loop.</summary>
/// <remarks>
/// One rehearsal at a time and a few requests each, so its load is bounded whatever the policies say. What the kernel
/// asks for comes before what is due. A rehearsal that could not be made has failed: nobody has seen that it works.
/// Any thread may hand over a plan or ask; it is started and stopped once.
/// </remarks>
public sealed class Rehearser : IRehearser, IAsyncDisposable
{
    private const int MostAsked = 64;
    private const int MostDetail = 200;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly Func<Actor, KernelInput, CancellationToken, Task> _post;
    private readonly TimeProvider _time;
    private readonly ILogger<Rehearser> _log;
    private readonly Func<RehearsalKind, IRehearsal> _rehearsals;
    private readonly CancellationTokenSource _stop = new();
    private readonly SortedDictionary<(RehearsalKind, Subject), long> _triedAt = [];
    private readonly Channel<PlannedRehearsal> _asked =
        Channel.CreateBounded<PlannedRehearsal>(new BoundedChannelOptions(MostAsked)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
        });

    private volatile IReadOnlyList<PlannedRehearsal> _plan = [];
    private Task _running = Task.CompletedTask;

    /// <summary>A rehearser of real requests.</summary>
    public Rehearser(FleetConfiguration configuration, LoopInbox inbox, TimeProvider time, ILogger<Rehearser> log)
        : this(inbox.PostAsync, time, log, KindsOf(configuration, time)) { }

    internal Rehearser(
        Func<Actor, KernelInput, CancellationToken, Task> post, TimeProvider time, ILogger<Rehearser> log,
        Func<RehearsalKind, IRehearsal> rehearsals) =>
        (_post, _time, _log, _rehearsals) = (post, time, log, rehearsals);

    /// <inheritdoc/>
    public void Plan(IReadOnlyList<PlannedRehearsal> plan) => _plan = plan;

    /// <inheritdoc/>
    public void Try(RehearsalKind kind, Subject subject, int requests) =>
        _asked.Writer.TryWrite(new PlannedRehearsal(kind, subject, 0, requests));

    /// <summary>Begins.</summary>
    public void Start() => _running = RunAsync(_stop.Token);

    /// <summary>Ends; a rehearsal under way is given up without a word.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Beat, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop)) await BeatAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (LoopEndedException)
        {
            // Nobody listens any more.
        }
    }

    private async Task BeatAsync(CancellationToken stop)
    {
        while (_asked.Reader.TryRead(out var asked)) await TryAsync(asked, stop);
        foreach (var planned in _plan)
        {
            if (IsDue(planned)) await TryAsync(planned, stop);
            // Whoever waits for a remedy goes before the schedule.
            while (_asked.Reader.TryRead(out var asked)) await TryAsync(asked, stop);
        }
    }

    private bool IsDue(PlannedRehearsal planned) =>
        !_triedAt.TryGetValue((planned.Kind, planned.Subject), out var at)
        || _time.GetElapsedTime(at).Ticks * 100 >= planned.EveryNanos;

    private async Task TryAsync(PlannedRehearsal planned, CancellationToken stop)
    {
        _triedAt[(planned.Kind, planned.Subject)] = _time.GetTimestamp();
        string? wrong;
        try
        {
            wrong = await _rehearsals(planned.Kind).TryAsync(planned.Subject, planned.Requests, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            wrong = e.Message;
        }
        if (wrong is not null) RehearsalLog.Failed(_log, planned.Kind, planned.Subject.Text, wrong);
        var detail = wrong is { Length: > MostDetail } ? wrong[..MostDetail] : wrong ?? "";
        await _post(
            Actor.System("rehearsal"),
            new RehearsalReported(planned.Kind, planned.Subject, wrong is null, detail), stop);
    }

    private static Func<RehearsalKind, IRehearsal> KindsOf(FleetConfiguration configuration, TimeProvider time)
    {
        var (reply, peers) = (new ReplyRehearsal(configuration, time), new PeerRehearsal(configuration, time));
        return kind => kind == RehearsalKind.Reply ? reply : peers;
    }
}

/// <summary>One way of trying where a recipe leads to.</summary>
internal interface IRehearsal
{
    /// <summary>Null when it answered as it must; else what it did instead.</summary>
    Task<string?> TryAsync(Subject subject, int requests, CancellationToken cancellation);
}

/// <summary>The rehearser's log.</summary>
internal static partial class RehearsalLog
{
    [LoggerMessage(1, LogLevel.Warning, "The rehearsal of {Kind} for {Subject} failed: {Why}")]
    public static partial void Failed(ILogger log, RehearsalKind kind, string subject, string why);
}
