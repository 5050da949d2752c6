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

/// <summary>Sends each durable effect to whom it concerns.</summary>
internal sealed class EffectRouter(
    EffectDispatcher dispatcher, WakeTimer wakes, IVerifier verifier, IMarkLearner learner, INotifier notifier,
    Func<string, Views.Handover?> handedOver)
{
    public void Route(Ready ready, IReadOnlyList<KernelEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case SendOrder send: dispatcher.Send(send.Order, IsRenewal(ready, send.Order.Id)); break;
                case RevertOrder revert: dispatcher.Revert(revert); break;
                case ObserveTarget observe: dispatcher.Observe(observe.Order); break;
                case WakeAt wake: wakes.Set(wake.At, wake.Key); break;
                case Verify verify: verifier.Begin(verify.Request); break;
                case StopVerifying stop: verifier.End(stop.Remediation); break;
                case LearnMarks learn: learner.Learn(learn.Alarms); break;
                case TellPerson tell: notifier.Tell(new Notification(ready.Input.At, tell.Incident, Told(tell))); break;
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
