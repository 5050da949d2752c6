using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Wire;

namespace Prunella.Runtime.Access;

/// <summary>What a token's holder may do.</summary>
public enum Role
{
    /// <summary>Everything, tokens included.</summary>
    Owner,

    /// <summary>Read, freeze, unfreeze, revert, mark.</summary>
    Operator,

    /// <summary>Read; approve and deny what waits.</summary>
    Approver,

    /// <summary>Read.</summary>
    Reader,

    /// <summary>A gateway: receive overlays, answer to them, report, send telemetry.</summary>
    Target,

    /// <summary>A service: send telemetry, nothing else.</summary>
    Sender,
}

/// <summary>A token as it is kept: never the secret itself.</summary>
/// <param name="Name">Unique; stands as the actor in every record.</param>
/// <param name="Role">What it allows.</param>
/// <param name="Agent">True when a machine holds it.</param>
/// <param name="Hash">SHA-256 of the secret, hex. The secret has 256 bits of chance, so a fast hash is enough.</param>
/// <param name="CreatedUnixNanos">When it was made.</param>
public sealed record StoredToken(string Name, Role Role, bool Agent, string Hash, long CreatedUnixNanos);

/// <summary>The tokens of one data folder: a file of mode 0600 that the command line writes and the healer
/// reads.</summary>
/// <remarks>
/// The healer reads it again when it has changed, so a new token works at once and a removed one stops at once.
/// Safe for any number of readers; writers take an exclusive lock beside the file.
/// </remarks>
public sealed class TokenFile(HealerFolder folder, TimeProvider time)
{
    private const string Prefix = "prn_";
    private readonly Lock _lock = new();
    private DateTime _readAt;
    private IReadOnlyList<StoredToken> _tokens = [];

    private sealed record Content(int SchemaVersion, IReadOnlyList<StoredToken> Tokens);

    /// <summary>Makes the tokens that every folder has (owner, target, sender) where they are missing.</summary>
    public void EnsureBuiltIn()
    {
        Ensure("owner", Role.Owner, agent: false);
        Ensure("target", Role.Target, agent: true);
        Ensure("sender", Role.Sender, agent: true);
    }

    /// <summary>Adds a token and gives its secret, which is shown once and kept nowhere.</summary>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public string Add(string name, Role role, bool agent)
    {
        folder.Create();
        using var guard = new FileStream(folder.Tokens + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var tokens = ReadFile();
        if (tokens.Any(t => t.Name == name)) throw new InvalidOperationException($"a token named '{name}' exists.");
        var secret = Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-')
            .Replace('/', '_');
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        var content = new Content(1, [.. tokens, new StoredToken(name, role, agent, HashOf(secret), now)]);
        HealerFolder.WriteWhole(folder.Tokens, JsonSerializer.Serialize(content, WireJson.Options));
        return secret;
    }

    /// <summary>Who holds a secret, or null; compares in constant time.</summary>
    public StoredToken? Find(string secret)
    {
        var hash = Encoding.ASCII.GetBytes(HashOf(secret));
        StoredToken? found = null;
        foreach (var token in Current())
        {
            if (CryptographicOperations.FixedTimeEquals(hash, Encoding.ASCII.GetBytes(token.Hash))) found = token;
        }
        return found;
    }

    private void Ensure(string name, Role role, bool agent)
    {
        if (File.Exists(folder.TokenFile(name)) && ReadFile().Any(t => t.Name == name)) return;
        HealerFolder.WriteWhole(folder.TokenFile(name), Add(name, role, agent));
    }

    private IReadOnlyList<StoredToken> Current()
    {
        lock (_lock)
        {
            var written = File.GetLastWriteTimeUtc(folder.Tokens);
            if (written != _readAt)
            {
                _tokens = ReadFile();
                _readAt = written;
            }
            return _tokens;
        }
    }

    private IReadOnlyList<StoredToken> ReadFile()
    {
        if (!File.Exists(folder.Tokens)) return [];
        var content = JsonSerializer.Deserialize<Content>(File.ReadAllText(folder.Tokens), WireJson.Options);
        return content?.Tokens ?? [];
    }

    private static string HashOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
