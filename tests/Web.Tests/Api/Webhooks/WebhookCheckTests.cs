using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AccessKiosk.Access.Health;
using AccessKiosk.Web.Api.Webhooks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Web.Tests.Api.Webhooks;

/// <summary>What doctor and the health page say of a webhook's address, by connecting to real ones.</summary>
public sealed class WebhookCheckTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_that_works_is_reached_and_every_other_is_named_with_what_is_wrong()
    {
        await using var site = await TestSite.OpenAsync();
        using var http = new WebhookListener();
        using var plain = Server(client => client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Cancellation).AsTask());
        using var foreign = Server(async client =>
        {
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(Certificate());
        });
        using var closed = Server(_ => Task.CompletedTask);
        var refusing = Port(closed);
        closed.Stop();

        Assert.Equal((HealthStatus.Healthy, "none"), await CheckAsync());
        Assert.Equal((HealthStatus.Healthy, "1 reached"), await CheckAsync(http.Address));
        foreach (var (url, words) in new[]
        {
            ($"https://127.0.0.1:{Port(foreign)}/", "its certificate is not accepted"),
            ($"https://127.0.0.1:{Port(plain)}/", "certificate is not accepted|it does not speak TLS"),
            ($"http://127.0.0.1:{refusing}/", "refused"),
            ("http://kiosk-webhook.invalid/", "the name is not known"),
        })
        {
            var (status, said) = await CheckAsync(http.Address, url);
            Assert.Equal((url, HealthStatus.Degraded), (url, status));
            Assert.StartsWith(new Uri(url).Authority, said, StringComparison.Ordinal);
            Assert.Contains(words.Split('|'), word => said.Contains(word, StringComparison.OrdinalIgnoreCase));
        }

        // By the program's rules, and by the unit's.
        Assert.Contains("private network", (await AskAsync(site, allowPrivate: false, unit: null, "https://127.0.0.1/")).Said, StringComparison.Ordinal);
        var unit = new UnitNetwork([IPNetwork.Parse("10.0.0.0/8")], [IPNetwork.Parse("0.0.0.0/0")]);
        Assert.Contains("does not let the kiosk reach 127.0.0.1", (await AskAsync(site, allowPrivate: true, unit, http.Address)).Said, StringComparison.Ordinal);

        Task<(HealthStatus Status, string Said)> CheckAsync(params string[] urls) => AskAsync(site, allowPrivate: true, unit: null, urls);
    }

    private static async Task<(HealthStatus Status, string Said)> AskAsync(TestSite site, bool allowPrivate, UnitNetwork? unit, params string[] urls)
    {
        var store = site.Kiosk.Population.Store;
        foreach (var old in await store.Subscriptions.ListAsync(Cancellation))
            await store.Subscriptions.RemoveAsync(old.Id, "t", Cancellation);
        foreach (var url in urls)
            await store.Subscriptions.AddAsync(new(url), ["fault"], "sealed", "t", Cancellation);
        var result = await new WebhookCheck(store, new() { WebhooksToPrivateNetworks = allowPrivate }, unit).CheckHealthAsync(new(), Cancellation);
        return (result.Status, result.Description ?? "");
    }

    private static TcpListener Server(Func<TcpClient, Task> answer)
    {
        var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        _ = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    using var client = await server.AcceptTcpClientAsync(Cancellation);
                    try
                    {
                        await answer(client);
                    }
                    catch (Exception fault) when (fault is IOException or System.Security.Authentication.AuthenticationException)
                    {
                        // Whoever does not trust the certificate hangs up.
                    }
                }
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Stopped.
            }
        });
        return server;
    }

    private static int Port(TcpListener server) => ((IPEndPoint)server.LocalEndpoint).Port;

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }
}
