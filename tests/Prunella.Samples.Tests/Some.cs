using Prunella.Samples.Shop;

namespace Prunella.Samples.Tests;

/// <summary>Short ways to say what a test is about.</summary>
internal static class Some
{
    public static Settings Settings(string role, string gateway = "", string catalog = "", string faults = "", string data = "") =>
        new(role, role + "-1", 0, "z1", gateway, catalog, faults, data);
}
