using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace AccessKiosk.Lab.Bench;

/// <summary>Clients that ask as fast as they are answered, each from an address of its own: no limit of one host slows them down.</summary>
/// <param name="kiosk">The pages' address.</param>
/// <param name="key">A key that may send pictures.</param>
internal sealed class FloodClients(string kiosk, string key)
{
    private const int AtOnce = 24;

    // Fewer than one host may send within a minute.
    private const int OfOneHost = 15;

    private string _token = "";
    private string _cookie = "";
    private long _signIns;
    private long _pictures;
    private int _hosts;

    /// <summary>Sign-ins that were answered.</summary>
    public long SignIns => Interlocked.Read(ref _signIns);

    /// <summary>Pictures in which was searched.</summary>
    public long Pictures => Interlocked.Read(ref _pictures);

    /// <summary>Opens the sign-in page once: its form is sent again and again.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        using var client = Client();
        using var answer = await client.GetAsync("/sign-in", cancellationToken);
        _token = (await answer.Content.ReadAsStringAsync(cancellationToken)).Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        _cookie = string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
    }

    /// <summary>Signs in with made-up names until it is cancelled.</summary>
    public Task SignInAsync(CancellationToken cancellationToken) => FloodAsync(
        async client =>
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["_handler"] = "sign-in", ["__RequestVerificationToken"] = _token, ["Form.Name"] = Guid.NewGuid().ToString("N"), ["Form.Password"] = "not the password",
            });
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = form };
            request.Headers.Add("Cookie", _cookie);
            using var answer = await client.SendAsync(request, cancellationToken);
            if (answer.StatusCode is HttpStatusCode.Unauthorized)
                Interlocked.Increment(ref _signIns);
        },
        cancellationToken);

    /// <summary>Has faces searched in a picture until it is cancelled.</summary>
    public Task DetectAsync(byte[] picture, CancellationToken cancellationToken) => FloodAsync(
        async client =>
        {
            using var content = new ByteArrayContent(picture);
            content.Headers.ContentType = new("image/jpeg");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/detect") { Content = content };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var answer = await client.SendAsync(request, cancellationToken);
            if (answer.StatusCode is HttpStatusCode.OK)
                Interlocked.Increment(ref _pictures);
        },
        cancellationToken);

    private Task FloodAsync(Func<HttpClient, Task> ask, CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
    {
        while (true)
        {
            using var client = Client();
            for (var i = 0; i < OfOneHost; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    await ask(client);
                }
                catch (HttpRequestException)
                {
                    // A kiosk that takes no more connections is none the worse for it.
                }
            }
        }
    }));

    private HttpClient Client()
    {
        var number = Interlocked.Increment(ref _hosts);
        var host = new IPAddress([127, (byte)(1 + number / 62_500 % 250), (byte)(1 + number / 250 % 250), (byte)(1 + number % 250)]);
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    socket.Bind(new IPEndPoint(host, 0));
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new(handler) { BaseAddress = new(kiosk) };
    }
}
