using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;

namespace Prunella.Runtime.Loop;

/// <summary>Where comparisons of before and after are made: perception.</summary>
/// <remarks>Must not block; any thread.</remarks>
public interface IVerifier
{
    /// <summary>Begins or goes on.</summary>
    void Begin(Contracts.VerificationRequest request);

    /// <summary>Ends.</summary>
    void End(string remediation);
}

/// <summary>Who says how much an alarm is worth, and learns it from people's marks: perception.</summary>
/// <remarks>Must not block; any thread. The list is whole each time and replaces what was learnt before.</remarks>
public interface IMarkLearner
{
    /// <summary>Learns from these marks and from no others.</summary>
    void Learn(IReadOnlyList<Contracts.MarkedAlarm> alarms);
}

/// <summary>Who tries where recipes lead to.</summary>
/// <remarks>Must not block; any thread. Answers come back into the loop as reports of rehearsals.</remarks>
public interface IRehearser
{
    /// <summary>From now on this is tried, on its schedule, and nothing else.</summary>
    void Plan(IReadOnlyList<PlannedRehearsal> plan);

    /// <summary>Tries now, with so many requests to each place.</summary>
    void Try(Kernel.Recipes.RehearsalKind kind, Contracts.Subject subject, int requests);
}

/// <summary>Sends each durable effect to whom it concerns.</summary>
internal sealed class EffectRouter(WakeTimer wakes, LoopHands hands, Func<string, Views.Handover?> handedOver)
{
    public void Route(Ready ready, IReadOnlyList<KernelEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case SendOrder send: hands.Dispatcher.Send(send.Order, IsRenewal(ready, send.Order.Id)); break;
                case RevertOrder revert: hands.Dispatcher.Revert(revert); break;
                case ObserveTarget observe: hands.Dispatcher.Observe(observe.Order); break;
                case WakeAt wake: wakes.Set(wake.At, wake.Key); break;
                case Verify verify: hands.Verifier.Begin(verify.Request); break;
                case StopVerifying stop: hands.Verifier.End(stop.Remediation); break;
                case LearnMarks learn: hands.Learner.Learn(learn.Alarms); break;
                case Rehearse rehearse:
                    hands.Rehearser.Try(rehearse.Kind, rehearse.Subject, rehearse.Requests);
                    break;
                case TellPerson tell:
                    hands.Notifier.Tell(new Notification(ready.Input.At, tell.Incident, Told(tell)));
                    break;
                default: throw new InvalidOperationException($"The effect {effect.GetType().Name} has no route.");
            }
        }
    }

    /// <summary>A short first line, then all that is handed over.</summary>
    private string Told(TellPerson tell) =>
        handedOver(tell.Incident) is { } handover ? $"{tell.Text}\n{handover.Details()}" : tell.Text;

    /// <summary>The intent in the same record says whether the order only prolongs a
    /// lease.</summary>
    private static bool IsRenewal(Ready ready, string orderId) =>
        ready.Events.OfType<OrderIssued>().Any(e => e.Renewal && e.Order.Id == orderId);
}
