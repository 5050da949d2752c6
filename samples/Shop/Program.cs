using Prunella.Samples.Shop;

if (args.Length != 1 || Settings.Read(args[0], Environment.GetEnvironmentVariable) is not { } settings)
{
    Console.Error.WriteLine(
        "usage: Prunella.Samples.Shop storefront|catalog|checkout|payments, with SHOP_PORT set and the rest as in README.md");
    return 2;
}
try
{
    await using var app = ShopApp.Build(settings);
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
{
    Console.Error.WriteLine($"{settings.Instance} cannot start on port {settings.Port} with data in {settings.Data}: {e.Message}");
    return 1;
}
