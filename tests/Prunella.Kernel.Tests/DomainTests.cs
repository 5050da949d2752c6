using Prunella.Contracts;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>A zone or region is suspected when all that looks bad lies there, and never because of one instance alone.</summary>
/// <remarks>Fleets are drawn as <c>a=z0!,z0,r2:z1</c>: the places of a service's instances, those that look bad with an
/// exclamation mark, those of which nobody has said anything with a question mark.</remarks>
public sealed class DomainTests
{
    [Theory]
    // All of z0 and nothing else.
    [InlineData("a=z0!,z0!,z1,z1", "a1:400 a2:300", "zone/a/z0:700 instance/a/a1:400 instance/a/a2:300")]
    // One in z0 is well, one elsewhere is bad, nobody elsewhere is seen to stand.
    [InlineData("a=z0!,z0!,z0,z1", "a1:400 a2:300", "instance/a/a1:400 instance/a/a2:300")]
    [InlineData("a=z0!,z0!,z1!,z1", "a1:400 a2:300", "instance/a/a1:400 instance/a/a2:300")]
    [InlineData("a=z0!,z0!,z1?,z1?", "a1:400 a2:300", "instance/a/a1:400 instance/a/a2:300")]
    // All of the service: nothing says that it is the zone.
    [InlineData("a=z0!,z0!", "a1:400 a2:300", "instance/a/a1:400 instance/a/a2:300")]
    // One of each service tells of itself; where most of a zone looks bad it tells of the zone.
    [InlineData("a=z0!,z1 b=z2!,z3", "a1:400 b1:300", "instance/a/a1:400 instance/b/b1:300")]
    [InlineData("a=z0!,z1 b=z0!,z1", "a1:400 b1:300", "instance/a/a1:400 instance/b/b1:300")]
    [InlineData("a=z0!,z1 b=z0!,z1 c=z0,z1 d=z0,z1", "a1:400 b1:300", "instance/a/a1:400 instance/b/b1:300")]
    [InlineData("a=z0!,z1 b=z0!,z1 c=z0!,z1 d=z0,z1", "a1:400 b1:300 c1:200", "zone/a/z0:900 zone/b/z0:900 zone/c/z0:900 instance/a/a1:400 instance/b/b1:300 instance/c/c1:200")]
    // More than one zone of a region.
    [InlineData("a=r1:z0!,r1:z1!,r2:z2", "a1:400 a2:300", "region/a/r1:700 instance/a/a1:400 instance/a/a2:300")]
    [InlineData("a=r1:z0!,r2:z1!,r2:z2", "a1:400 a2:300", "instance/a/a1:400 instance/a/a2:300")]
    // No zone is known: the region speaks, of one instance of each of two services as well.
    [InlineData("a=r1:!,r2: b=r1:!,r2:", "a1:400 b1:300", "region/a/r1:700 region/b/r1:700 instance/a/a1:400 instance/b/b1:300")]
    // Nothing is known of where they are.
    [InlineData("a=:!,:!,r2:z2", "a1:400 a2:300", "instance/a/a1:400 instance/a/a2:300")]
    // Another suspect is somewhere else, or not bad at all, and adds nothing to the zone.
    [InlineData("a=z0!,z0!,z1 b=z1", "a1:400 a2:300 b1:100", "zone/a/z0:700 instance/a/a1:400 instance/a/a2:300 instance/b/b1:100")]
    [InlineData("a=z0!,z0!,z1 b=z2!,z2!,z1", "a1:400 a2:300 b1:100 b2:50", "zone/a/z0:700 zone/b/z2:150 instance/a/a1:400 instance/a/a2:300 instance/b/b1:100 instance/b/b2:50")]
    // Zones before regions, each by name.
    [InlineData("a=r1:z0!,r1:z1!,r2:z2 b=z9!,z9!,z8 c=z7!,z7!,z8", "a1:100 a2:100 b1:90 b2:90 c1:80 c2:80", "zone/c/z7:160 zone/b/z9:180 region/a/r1:200 instance/a/a1:100 instance/a/a2:100 instance/b/b1:90 instance/b/b2:90 instance/c/c1:80 instance/c/c2:80")]
    // Never surer than sure.
    [InlineData("a=z0!,z0!,z1", "a1:900 a2:300", "zone/a/z0:1000 instance/a/a1:900 instance/a/a2:300")]
    public void What_lies_together_is_suspected_together(string fleet, string ranking, string expected) =>
        Assert.Equal(expected, Found(fleet, ranking, abstained: false));

    [Theory]
    [InlineData("a=z0!,z0!,z1", "a1:400 a2:400", "zone/a/z0:800")]
    // Nothing explains a tie of one instance with nobody.
    [InlineData("a=z0!,z1,z1", "a1:400 a2:400", "")]
    // Who has nine tenths of the best's probability ties with it, and must lie there, too.
    [InlineData("a=z0!,z0!,z1 b=z1", "a1:400 a2:400 b1:360", "")]
    [InlineData("a=z0!,z0!,z1 b=z1", "a1:400 a2:400 b1:359", "zone/a/z0:800")]
    [InlineData("a=z0!,z0!,z1 b=z2!,z2!,z1", "a1:400 a2:400 b1:400 b2:400", "")]
    [InlineData("a=z0!,z0!,z1 b=z2!,z2!,z1", "b1:400 b2:400 a1:100 a2:100", "zone/b/z2:800")]
    [InlineData("a=z0!,z0!,z1 b=z2!,z2!,z1", "a1:400 a2:400 b1:100 b2:100", "zone/a/z0:800")]
    public void Where_the_ranking_abstains_a_zone_speaks_that_explains_all_who_tie(string fleet, string ranking, string expected) =>
        Assert.Equal(expected, Found(fleet, ranking, abstained: true));

    /// <summary>A route that is suspected is in no zone, whatever its callee looks like.</summary>
    [Fact]
    public void A_route_is_in_no_zone()
    {
        var state = Draw("a=z0!,z0!,z1 b=z1");
        var route = new Suspect(Subject.Of(new DependencyId(new ServiceId("b"), new ServiceId("a"))), FaultKind.Slow, 500, "");

        Assert.Equal([route], Domains.WithThem(state, new SuspectRanking([route], [], false, [])));
        var beside = Domains.WithThem(state, new SuspectRanking([Suspect("a1:300"), route], [], false, []));
        Assert.Equal([300, 300, 500], beside.Select(s => s.ProbabilityPerMille));
    }

    private static string Found(string fleet, string ranking, bool abstained)
    {
        var suspects = ranking.Split(' ').Select(Suspect).ToArray();
        var found = Domains.WithThem(Draw(fleet), new SuspectRanking(suspects, [], abstained, []));
        return string.Join(' ', found.Select(s => $"{s.Subject.Text}:{s.ProbabilityPerMille}"));
    }

    private static Suspect Suspect(string text) => text.Split(':') is [var name, var likely]
        ? new Suspect(Subject.Of(Named(name)), FaultKind.Slow, int.Parse(likely, System.Globalization.CultureInfo.InvariantCulture), "")
        : throw new FormatException(text);

    private static InstanceId Named(string name) => new(new ServiceId(name[..1]), name);

    private static KernelState Draw(string fleet)
    {
        var services = fleet.Split(' ').Select(s => (Name: s[..1], Places: s[2..].Split(','))).ToArray();
        var rules = services.Select(s => new ServiceRules(
            new ServiceId(s.Name), StateKind.None, false, "edge",
            [.. s.Places.Select((p, i) => new InstanceRules(Named($"{s.Name}{i + 1}"), Place(p.TrimEnd('!', '?')), true))]));
        var state = KernelState.Empty with { Policies = new PolicyIndex(PolicySet.Empty with { Services = [.. rules] }) };
        foreach (var (name, place, i) in services.SelectMany(s => s.Places.Select((p, i) => (s.Name, p, i))))
        {
            if (place.EndsWith('?')) continue;
            state = state.With(Some.Verdict(Subject.Of(Named($"{name}{i + 1}")), place.EndsWith('!') ? Health.Unhealthy : Health.Healthy));
        }
        return state;
    }

    private static Place Place(string text) => text.Split(':') is [var region, var zone] ? new Place(region, zone, "") : new Place("", text, "");
}
