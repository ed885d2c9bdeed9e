using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Web.Tests.Security;

/// <summary>The port for other machines, as they meet it.</summary>
public sealed class HttpsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_chain_is_sent_a_renewed_certificate_is_taken_up_and_idle_connections_keep_nobody_out()
    {
        using var folder = new TemporaryFolder();
        var now = TimeProvider.System.GetUtcNow();
        using var authority = new IssuedCertificates(now);
        var first = authority.Write(folder.Path, now.AddDays(60));
        await using var site = await TestSite.OpenAsync(change: options => IssuedCertificates.Name(options.Web, folder.Path));
        var port = new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(address => address.StartsWith("https:", StringComparison.Ordinal))).Port;

        var answer = await GetAsync(port);
        Assert.Equal((first, HttpVersion.Version20, HttpStatusCode.OK), (answer.Leaf, answer.Version, answer.Status));
        Assert.Contains(authority.Intermediate, answer.Chain);
        Assert.All(answer.Cookies, cookie => Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(answer.Cookies, cookie => cookie.StartsWith("accesskiosk-form=", StringComparison.Ordinal));

        var second = authority.Write(folder.Path, now.AddDays(90));
        for (var end = now + Patience; (await GetAsync(port)).Leaf != second; await Task.Delay(100, Cancellation))
            Assert.True(TimeProvider.System.GetUtcNow() < end);

        var idle = new List<Socket>();
        try
        {
            for (var i = 0; i < 520; i++)
            {
                idle.Add(new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                await idle[^1].ConnectAsync(IPAddress.Loopback, port, Cancellation);
            }

            Assert.Equal(HttpStatusCode.OK, (await GetAsync(port)).Status);
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task<(string Leaf, IReadOnlyList<string> Chain, Version Version, HttpStatusCode Status, IReadOnlyList<string> Cookies)> GetAsync(int port)
    {
        var (leaf, chain) = ("", new List<string>());
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, sent, _) =>
                {
                    leaf = ((X509Certificate2)certificate!).Thumbprint;
                    chain.AddRange(sent!.ChainPolicy.ExtraStore.Select(one => one.Thumbprint));
                    return true;
                },
            },
        };
        using var client = new HttpClient(handler) { Timeout = Patience, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        using var answer = await client.GetAsync($"https://127.0.0.1:{port}/sign-in", Cancellation);
        return (leaf, chain, answer.Version, answer.StatusCode, answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : []);
    }
}
