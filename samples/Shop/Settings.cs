using System.Globalization;

namespace Prunella.Samples.Shop;

/// <summary>What an instance of the shop is told by its environment.</summary>
/// <param name="Role">storefront, catalog, checkout or payments.</param>
/// <param name="Instance">Its <c>service.instance.id</c>.</param>
/// <param name="Port">Where it listens on loopback; 0 lets the system choose.</param>
/// <param name="Zone">Its availability zone.</param>
/// <param name="Gateway">Base address of the gateway.</param>
/// <param name="Catalog">Base address of the catalog.</param>
/// <param name="FaultFile">The fault switch.</param>
/// <param name="Data">Folder for the catalog's database.</param>
internal sealed record Settings(
    string Role, string Instance, int Port, string Zone, string Gateway, string Catalog, string FaultFile, string Data)
{
    private static readonly string[] Roles = ["storefront", "catalog", "checkout", "payments"];

    /// <summary>Null for a role that does not exist or a port that is none.</summary>
    public static Settings? Read(string role, Func<string, string?> environment)
    {
        string Get(string name, string otherwise) => environment(name) is { Length: > 0 } value ? value : otherwise;
        var text = Get("SHOP_PORT", "");
        if (!Roles.Contains(role)) return null;
        if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return null;
        return new Settings(
            role, Get("SHOP_INSTANCE", role + "-1"), port, Get("SHOP_ZONE", "z1"), Get("SHOP_GATEWAY", ""),
            Get("SHOP_CATALOG", ""), Get("SHOP_FAULT_FILE", ""), Get("SHOP_DATA", Path.GetTempPath()));
    }
}
