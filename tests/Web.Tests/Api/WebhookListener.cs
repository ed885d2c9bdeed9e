using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AccessKiosk.Web.Tests.Api;

/// <summary>What a webhook's receiver got.</summary>
internal sealed record Delivery(string Id, string Timestamp, string Signature, string Body)
{
    public string Code => JsonDocument.Parse(Body).RootElement.GetProperty("code").GetString()!;

    public string Detail => JsonDocument.Parse(Body).RootElement.GetProperty("detail").GetString()!;

    /// <summary>Whether it is signed with a secret, as the Standard Webhooks specification says.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        return Signature == "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
    }
}

/// <summary>A real HTTP server of this machine.</summary>
internal sealed class WebhookListener : IDisposable
{
    private readonly HttpListener _http;
    private readonly BlockingCollection<Delivery> _deliveries = [];

    public WebhookListener()
    {
        for (var port = 20_000 + Environment.ProcessId % 20_000; ; port++)
        {
            // One that could not start is of no use any more.
            var http = new HttpListener();
            try
            {
                Address = $"http://127.0.0.1:{port}/hook/";
                http.Prefixes.Add(Address);
                http.Prefixes.Add(Address.Replace("127.0.0.1", "localhost"));
                http.Start();
                _http = http;
                break;
            }
            catch (HttpListenerException)
            {
                // Taken: the next one.
                http.Close();
            }
        }

        _ = Task.Run(ServeAsync);
    }

    public string Address { get; }

    public int Status { get; set; } = 200;

    /// <summary>What a delivery is answered, where it is not <see cref="Status"/>.</summary>
    public Func<Delivery, int?> Answer { get; set; } = _ => null;

    public Task<Delivery> NextAsync() => Task.Run(() => _deliveries.Take(TestContext.Current.CancellationToken));

    public void Dispose()
    {
        _http.Close();
        _deliveries.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _http.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var delivery = new Delivery(context.Request.Headers["webhook-id"]!, context.Request.Headers["webhook-timestamp"]!, context.Request.Headers["webhook-signature"]!, await reader.ReadToEndAsync());
                context.Response.StatusCode = Answer(delivery) ?? Status;
                _deliveries.Add(delivery);
                context.Response.Close();
            }
        }
        catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed.
        }
    }
}
