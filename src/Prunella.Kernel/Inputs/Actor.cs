namespace Prunella.Kernel.Inputs;

/// <summary>What kind of party caused an input.</summary>
public enum ActorKind
{
    /// <summary>The healer itself: its senses, timers and actuators.</summary>
    System,

    /// <summary>A person with a token.</summary>
    Person,

    /// <summary>A machine with a token.</summary>
    Agent,
}

/// <summary>Who caused an input; stands in every record.</summary>
/// <param name="Kind">What kind of party.</param>
/// <param name="Name">The token's name, or the part of the healer (<c>detection</c>,
/// <c>gateway</c>, <c>timer</c>).</param>
public sealed record Actor(ActorKind Kind, string Name)
{
    /// <summary>The healer.</summary>
    public static Actor System(string part) => new(ActorKind.System, part);
}
