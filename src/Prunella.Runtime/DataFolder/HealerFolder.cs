using System.Text.Json;

using Prunella.Contracts;
using Prunella.Runtime.Processes;
using Prunella.Runtime.Wire;

namespace Prunella.Runtime.DataFolder;

/// <summary>Where a running healer can be reached; written by it at start, read by the command line.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Process">Which process it is.</param>
/// <param name="Api">Base address of its HTTP API.</param>
/// <param name="Fleet">Its fleet.</param>
public sealed record HealerAddress(int SchemaVersion, ProcessIdentity Process, Uri Api, FleetId Fleet);

/// <summary>The names of what lies in a healer's data folder, in one place.</summary>
/// <param name="root">The folder; created by <see cref="Create"/>.</param>
public sealed class HealerFolder(string root)
{
    /// <summary>The folder itself, absolute.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The journal.</summary>
    public string Journal => Path.Combine(Root, "journal.db");

    /// <summary>Rollups of signals for the page.</summary>
    public string Signals => Path.Combine(Root, "signals.db");

    /// <summary>What judgement remembers: error budgets of three days, and what is usual of plain levels; may be
    /// lost, and is then learnt anew.</summary>
    public string Judgement => Path.Combine(Root, "judgement.state");

    /// <summary>Hashes and roles of tokens; 0600.</summary>
    public string Tokens => Path.Combine(Root, "tokens.json");

    /// <summary>The brake: while this file exists, nothing is done.</summary>
    public string FreezeFile => Path.Combine(Root, "FREEZE");

    /// <summary>Where the running healer can be reached.</summary>
    public string Address => Path.Combine(Root, "healer.json");

    /// <summary>Fault switches of the demo, one file per instance.</summary>
    public string Faults => Path.Combine(Root, "faults");

    /// <summary>Logs of the demo's processes and of supervised ones.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>The token file of a built-in role (<c>owner</c>, <c>target</c>, <c>sender</c>); 0600.</summary>
    public string TokenFile(string role) => Path.Combine(Root, role + ".token");

    /// <summary>The state record of a supervised process.</summary>
    public string ProcessRecord(InstanceId instance) =>
        Path.Combine(Root, "processes", instance.Service.ToString(), instance.Name + ".json");

    /// <summary>Makes the folder, for its owner alone.</summary>
    public void Create() =>
        Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Where the healer of this folder is, or null when none runs.</summary>
    public HealerAddress? FindHealer()
    {
        try
        {
            var address = JsonSerializer.Deserialize<HealerAddress>(File.ReadAllText(Address), WireJson.Options);
            return address is not null && address.Process.IsAlive() ? address : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a file so that a reader sees the old or the new content, never a part; readable by the
    /// owner alone.</summary>
    public static void WriteWhole(string path, string content) =>
        WriteWhole(path, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Writes a file so that a reader sees the old or the new content, never a part; readable by the
    /// owner alone.</summary>
    public static void WriteWhole(string path, ReadOnlySpan<byte> content)
    {
        var fresh = path + ".new";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var stream = new FileStream(fresh, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
    }
}
