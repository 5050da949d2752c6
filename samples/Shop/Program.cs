using Prunella.Samples.Shop;
using Prunella.Samples.Shop.Faults;
using Prunella.Samples.Shop.Roles;

if (args.Length != 1 || Settings.Read(args[0]) is not { } settings)
{
    Console.Error.WriteLine("usage: Prunella.Samples.Shop storefront|catalog|checkout|payments, with SHOP_INSTANCE and SHOP_PORT set (see README.md)");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(settings.Port));
builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<FaultSwitch>();
builder.Services.AddHttpClient();
Telemetry.Add(builder, settings);

var app = builder.Build();
app.UseMiddleware<FaultMiddleware>();
app.MapGet("/health", () => "ok");
switch (settings.Role)
{
    case "storefront": Storefront.Map(app, settings); break;
    case "catalog": Catalog.Map(app, settings); break;
    case "checkout": Checkout.Map(app, settings); break;
    default: Payments.Map(app); break;
}
await app.RunAsync();
return 0;
