using System.Net.Http.Headers;

namespace Prunella.Gateway.Overlays;

/// <summary>How the healer is reached.</summary>
internal sealed class HealerLink : IDisposable
{
    private readonly string _root;

    public HealerLink(GatewayOptions options)
    {
        Name = options.Name;
        _root = $"v1/fleets/{options.Fleet}/";
        Http = new HttpClient(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(1)
        })
        {
            BaseAddress = options.Healer,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (options.TokenFile.Length > 0)
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(options.TokenFile).Trim());
    }

    public string Name { get; }

    public HttpClient Http { get; }

    public Uri Path(string rest) => new(_root + rest, UriKind.Relative);

    public void Dispose() => Http.Dispose();
}
