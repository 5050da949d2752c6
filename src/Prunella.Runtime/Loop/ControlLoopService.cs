using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Loop;

/// <summary>Where a loop stands.</summary>
public enum LoopPhase
{
    /// <summary>Folding the journal.</summary>
    Starting,

    /// <summary>Deciding.</summary>
    Running,

    /// <summary>Another healer has taken over: nothing is done any more.</summary>
    Fenced,

    /// <summary>The journal cannot be written: nothing is done any more, except taking
    /// back.</summary>
    JournalFailed,

    /// <summary>Ended on an error of its own: nothing is done any more.</summary>
    Crashed,

    /// <summary>Stopped in order.</summary>
    Stopped,
}

/// <summary>What the loop works with.</summary>
/// <param name="Inbox">Its way in.</param>
/// <param name="Clock">Its time.</param>
/// <param name="Brake">The brake it keeps informed.</param>
/// <param name="Dispatcher">Its hands.</param>
/// <param name="Verifier">Who compares before and after.</param>
/// <param name="Learner">Who learns from people's marks.</param>
/// <param name="Rehearser">Who tries where recipes lead to.</param>
/// <param name="Notifier">Who tells a person.</param>
/// <param name="Metrics">Its metrics.</param>
public sealed record LoopHands(
    LoopInbox Inbox,
    LoopClock Clock,
    Brake Brake,
    EffectDispatcher Dispatcher,
    IVerifier Verifier,
    IMarkLearner Learner,
    IRehearser Rehearser,
    INotifier Notifier,
    HealerMetrics Metrics);

/// <summary>Drives a <see cref="ControlLoop"/> with the real clock, journal and hands.</summary>
/// <remarks>
/// One task takes what waits in the inbox, at most <see cref="MostAtOnce"/> inputs, stamps and
/// decides them one by one, makes them durable in one append, and only then lets their effects out,
/// shows them in the views and answers commands.
/// <para>
/// Start: open the epoch, fold snapshot and records, then record <see cref="LoopStarted"/>, a
/// freeze whose file is there, and the policy set when it is another one; a start that fails throws
/// and says what to do. Stop: wake-ups and the freeze watch end; the dispatcher takes nothing more
/// and its calls end; the inbox closes; what is inside is made durable; a snapshot is kept. Nothing
/// is taken back: a restart goes on, and leases bound a long absence.
/// </para>
/// A fenced or failed journal ends the loop at once; <see cref="Phase"/> and <see cref="Ended"/>
/// say so.
/// </remarks>
public sealed class ControlLoopService : IHostedService, IDisposable
{
    /// <summary>Inputs per append: enough to bear a burst, few enough to keep the first one's wait
    /// in milliseconds.</summary>
    public const int MostAtOnce = 64;

    /// <summary>How long a stop waits for calls under way; their outcome is else found by reading
    /// the target.</summary>
    private static readonly TimeSpan CallsMayEnd = TimeSpan.FromSeconds(5);

    private static readonly Actor Self = Actor.System("loop");

    private readonly LoopSetup _setup;
    private readonly LoopHands _hands;
    private readonly FleetViews _views;
    private readonly KernelRules _rules;
    private readonly ILogger _log;
    private readonly LoopJournal _journal;
    private readonly WakeTimer _wakes;
    private readonly FreezeWatch _watch;
    private PolicyIndex? _planned;
    private readonly EffectRouter _router;
    private readonly CancellationTokenSource _watching = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ControlLoop? _loop;
    private Task _running = Task.CompletedTask;
    private Task _freezeWatching = Task.CompletedTask;

    /// <summary>A loop over the real kernel.</summary>
    public ControlLoopService(
        LoopSetup setup,
        IJournal journal,
        IRecordCodec codec,
        LoopHands hands,
        FleetViews views,
        ILogger<ControlLoopService> log)
        : this(setup, new LoopJournal(setup, journal, codec, log), KernelRules.Real, hands, views, log) { }

    internal ControlLoopService(
        LoopSetup setup, LoopJournal journal, KernelRules rules, LoopHands hands, FleetViews views, ILogger log)
    {
        _setup = setup;
        _journal = journal;
        _rules = rules;
        _hands = hands;
        _views = views;
        _log = log;
        _wakes = new WakeTimer(hands.Clock, hands.Inbox);
        _watch = new FreezeWatch(hands.Brake, hands.Inbox);
        _router = new EffectRouter(_wakes, hands, views.HandedOver);
    }

    /// <summary>Where it stands.</summary>
    public LoopPhase Phase { get; private set; }

    /// <summary>Completes when the loop has ended, in order or not; never faults.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Gives the loop a command; completes when it is durable.</summary>
    /// <exception cref="LoopEndedException">The loop has ended; nothing was done.</exception>
    public Task<CommandResult> SubmitAsync(Actor actor, KernelInput input) => _hands.Inbox.SubmitAsync(actor, input);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = await _journal.OpenAsync(_rules, _views, cancellationToken);
        _hands.Clock.RaiseTo(_journal.LastAt);
        _hands.Dispatcher.Open(_journal.Head.Epoch);
        _hands.Brake.Take(_loop.State);
        _hands.Metrics.Incidents(_loop.State.Incidents.Count);
        _watch.Begin(_loop.State.Freezes.ContainsKey("file"));
        await TakeAsync(_loop, FirstInputs(_loop), cancellationToken);
        Phase = LoopPhase.Running;
        _running = RunAsync(_loop);
        _freezeWatching = WatchFreezeAsync();
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _wakes.Stop();
        await _watching.CancelAsync();
        await _freezeWatching;
        _hands.Dispatcher.Halt("the healer is stopping", revertsPass: false);
        var idle = _hands.Dispatcher.IdleAsync();
        await Task.WhenAny(idle, Task.Delay(CallsMayEnd, _hands.Clock.Time, cancellationToken));
        _hands.Inbox.Close(null);
        await _running;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wakes.Dispose();
        _watching.Dispose();
    }

    private List<Posted> FirstInputs(ControlLoop loop)
    {
        var now = _hands.Clock.Time.GetTimestamp();
        var started = new LoopStarted(_journal.Head.Birth, _journal.Head.Epoch);
        var first = new List<Posted> { new(Self, started, now, null) };
        if (_watch.Look() is { } freeze) first.Add(new Posted(Actor.System("freeze-file"), freeze, now, null));
        // Documents that were there at the last start, too, do not undo what has been put in force since.
        if (loop.State.StartHash != _setup.PolicyHash)
            first.Add(new Posted(Self, new PolicySetOffered(_setup.PolicyHash, _setup.Policies), now, null));
        return first;
    }

    private async Task WatchFreezeAsync()
    {
        try
        {
            await _watch.RunAsync(_hands.Clock.Time, _watching.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or LoopEndedException)
        {
            // The loop has ended, or is about to.
        }
    }

    private async Task RunAsync(ControlLoop loop)
    {
        try
        {
            while (await _hands.Inbox.Reader.WaitToReadAsync())
            {
                await TakeAsync(loop, Drain(), CancellationToken.None);
                if (_journal.IsSnapshotDue) await _journal.SnapshotAsync(loop.State, _views, CancellationToken.None);
            }
            await _journal.SnapshotAsync(loop.State, _views, CancellationToken.None);
            Phase = LoopPhase.Stopped;
            _log.LoopStopped(_journal.Head.Sequence);
        }
        catch (LoopEndedException)
        {
            // Said and done where it happened.
        }
        catch (Exception e)
        {
            _log.LoopCrashed(e);
            End(LoopPhase.Crashed, "the healer's loop has ended on an error; restart the healer", revertsPass: true, e);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private List<Posted> Drain()
    {
        var batch = new List<Posted>();
        while (batch.Count < MostAtOnce && _hands.Inbox.Reader.TryRead(out var posted)) batch.Add(posted);
        return batch;
    }

    /// <summary>Decides, makes durable, and only then acts, shows and answers.</summary>
    private async Task TakeAsync(ControlLoop loop, List<Posted> batch, CancellationToken cancellation)
    {
        var readies = batch.ConvertAll(
            p => loop.Offer(new Stamped(_hands.Clock.Now(), p.Actor, _journal.Clean(p.Body))));
        try
        {
            var began = _hands.Clock.Time.GetTimestamp();
            await _journal.AppendAsync(readies, cancellation);
            _hands.Metrics.Appended(readies.Count, _hands.Clock.Time.GetElapsedTime(began));
        }
        catch (JournalFencedException e)
        {
            _log.LoopFenced(e.Message);
            throw Fail(loop, batch, End(LoopPhase.Fenced, "fenced: another healer has taken over this fleet", revertsPass: false, e));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _log.JournalFailed(e.Message);
            var why = $"the journal cannot be written ({e.Message}); repair the disk, then restart the healer";
            throw Fail(loop, batch, End(LoopPhase.JournalFailed, why, revertsPass: true, e));
        }
        var before = _journal.Head.Sequence - batch.Count;
        for (var i = 0; i < batch.Count; i++) Carry(loop, batch[i], readies[i], before + i + 1);
    }

    private void Carry(ControlLoop loop, Posted posted, Ready ready, long sequence)
    {
        var effects = loop.Advance(ready);
        _hands.Brake.Take(loop.State);
        Plan(loop.State);
        _views.Fold(sequence, ready.Input, ready.Events);
        _hands.Metrics.Decided(ready);
        _hands.Metrics.Waiting(loop.State.Remediations.Values.Count(r => r.Waits()));
        _hands.Metrics.Lagged(_hands.Clock.Time.GetElapsedTime(posted.PostedAt));
        foreach (var e in ready.Events) Heed(ready, e);
        _router.Route(ready, effects);
        posted.Answer?.TrySetResult(new CommandResult(ready.Events, ready.Reasons));
    }

    /// <summary>What is to be rehearsed changes with the policies, and with nothing else.</summary>
    private void Plan(KernelState state)
    {
        if (ReferenceEquals(_planned, state.Policies)) return;
        _planned = state.Policies;
        PolicySet[] staged = state.Staged is { } next ? [next.Index.Set] : [];
        _hands.Rehearser.Plan(RehearsalPlan.Of([state.Policies.Set, .. staged]));
    }

    private void Heed(Ready ready, KernelEvent e)
    {
        switch (e)
        {
            case IncidentOpened: _hands.Metrics.Incidents(1); break;
            case CanariesChecked c: _hands.Metrics.Canaries(c.Denied, c.Admitted.Count); break;
            case IncidentClosed: _hands.Metrics.Incidents(-1); break;
            case IncidentMarked marked: _hands.Metrics.Marked(marked.Kind.Word()); break;
            case MarkWithdrawn: _hands.Metrics.Marked("withdrawn"); break;
            case InvariantBroken broken:
                _log.InvariantBroke(ready.Input.Body.GetType().Name, broken.Reason.ToString());
                _hands.Notifier.Tell(new Notification(ready.Input.At, "fleet", ReasonTexts.Say(broken.Reason)));
                break;
        }
    }

    private LoopEndedException End(LoopPhase phase, string why, bool revertsPass, Exception cause)
    {
        Phase = phase;
        var ended = new LoopEndedException(why, cause);
        _hands.Dispatcher.Halt(why, revertsPass);
        _wakes.Stop();
        _hands.Inbox.Close(ended);
        while (_hands.Inbox.Reader.TryRead(out var posted)) posted.Answer?.TrySetException(ended);
        return ended;
    }

    private LoopEndedException Fail(ControlLoop loop, List<Posted> batch, LoopEndedException ended)
    {
        // The one exception to "durable first": what leads back to the baseline may leave, unless
        // another healer rules.
        var reverts = loop.Abandon();
        if (Phase == LoopPhase.JournalFailed)
        {
            foreach (var revert in reverts) _hands.Dispatcher.Revert(revert);
        }
        foreach (var posted in batch) posted.Answer?.TrySetException(ended);
        return ended;
    }
}
