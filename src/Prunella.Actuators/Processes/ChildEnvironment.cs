using System.Collections;

using Prunella.Contracts;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.DataFolder;

namespace Prunella.Actuators.Processes;

/// <summary>
/// What a supervised process finds in its environment: the healer's own without its secrets, what
/// its document says, and the mark.
/// </summary>
internal static class ChildEnvironment
{
    private static readonly string[] Secrets = ["TOKEN", "SECRET", "PASSWORD", "KEY"];

    public static IReadOnlyList<KeyValuePair<string, string?>> Of(
        ProcessSetup setup, HealerFolder folder, InstanceId instance) =>
    [
        .. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => (string)e.Key).Where(IsSecret)
            .Select(name => KeyValuePair.Create(name, (string?)null)),
        .. setup.Environment.Select(e => KeyValuePair.Create<string, string?>(e.Key, e.Value)),
        .. MarkedProcesses.Marks(folder, instance),
    ];

    /// <summary>
    /// Only our own are known to be secrets; other programs' variables are what somebody set for
    /// these processes.
    /// </summary>
    private static bool IsSecret(string name) =>
        name.StartsWith("PRUNELLA_", StringComparison.Ordinal) && Secrets.Any(s => name.Contains(s, StringComparison.Ordinal));
}
