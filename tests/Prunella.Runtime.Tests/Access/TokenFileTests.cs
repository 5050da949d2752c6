using Prunella.Runtime.Access;
using Prunella.Runtime.DataFolder;

namespace Prunella.Runtime.Tests.Access;

/// <summary>A token opens what its role allows, is kept only as a hash, and is nobody's who does not hold it.</summary>
public sealed class TokenFileTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("prunella-tokens-").FullName;

    [Fact]
    public void Knows_the_holder_of_a_secret()
    {
        var tokens = Tokens();

        var secret = tokens.Add("alice", Role.Operator, agent: false);

        Assert.Equal(("alice", Role.Operator), (tokens.Find(secret)!.Name, tokens.Find(secret)!.Role));
        Assert.Null(tokens.Find(secret + "x"));
        Assert.Null(tokens.Find(""));
    }

    [Fact]
    public void Keeps_no_secret()
    {
        var secret = Tokens().Add("alice", Role.Operator, agent: false);

        Assert.DoesNotContain(secret, File.ReadAllText(new HealerFolder(_root).Tokens), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_name_that_is_taken()
    {
        Tokens().Add("alice", Role.Operator, agent: false);

        Assert.Throws<InvalidOperationException>(() => Tokens().Add("alice", Role.Reader, agent: false));
    }

    [Fact]
    public void A_running_healer_sees_a_token_added_beside_it()
    {
        var running = Tokens();
        running.Add("alice", Role.Reader, agent: false);
        Assert.Null(running.Find("prn_unknown"));

        var secret = Tokens().Add("bob", Role.Reader, agent: false);

        Assert.Equal("bob", running.Find(secret)?.Name);
    }

    [Fact]
    public void Files_are_their_owners_alone()
    {
        Tokens().EnsureBuiltIn();

        foreach (var file in Directory.GetFiles(_root).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Built_in_tokens_are_made_once()
    {
        Tokens().EnsureBuiltIn();
        var owner = File.ReadAllText(new HealerFolder(_root).TokenFile("owner"));

        Tokens().EnsureBuiltIn();

        Assert.Equal(owner, File.ReadAllText(new HealerFolder(_root).TokenFile("owner")));
        Assert.Equal(Role.Owner, Tokens().Find(owner)?.Role);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private TokenFile Tokens() => new(new HealerFolder(_root), TimeProvider.System);
}
