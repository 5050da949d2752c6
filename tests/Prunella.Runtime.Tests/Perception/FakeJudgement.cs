using Prunella.Contracts;
using Prunella.Detection;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Perception;

namespace Prunella.Runtime.Tests.Perception;

/// <summary>Judges as the test says and remembers what it was given.</summary>
internal sealed class FakeJudgement : IJudgement
{
    public List<Sensed> Observed { get; } = [];

    public List<long> Ticks { get; } = [];

    public Func<Sensed, bool> Fails { get; set; } = _ => false;

    public List<Verdict> Changed { get; } = [];

    public List<VerificationResult> Verifications { get; } = [];

    public IReadOnlyList<SuspectRanking> Rankings { get; set; } = [];

    public Dictionary<string, LogLine[]> Lines { get; } = [];

    public PolicySet? Configured { get; private set; }

    public void Configure(PolicySet policies) => Configured = policies;

    public void Observe(Sensed sensed)
    {
        if (Fails(sensed)) throw new InvalidOperationException("a bug");
        Observed.Add(sensed);
    }

    public Judged Tick(long at)
    {
        Ticks.Add(at);
        var judged = new Judged(new DetectionReport([.. Changed], [], [.. Verifications]), Rankings, [], []);
        Changed.Clear();
        Verifications.Clear();
        return judged;
    }

    public IReadOnlyList<LogLine> ErrorLines(InstanceId instance) => Lines.GetValueOrDefault(instance.ToString()) ?? [];
}
