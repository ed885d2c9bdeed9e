using System.Net;
using System.Net.Sockets;
using System.Text;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Tests.Security;

/// <summary>Connections that somebody unknown holds with requests that never end.</summary>
public sealed class ConnectionTests
{
    private const string Form = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forms_that_are_sent_byte_by_byte_keep_nobody_out()
    {
        var time = new ShiftedTime();
        await using var site = await TestSite.OpenAsync(time: time);
        var port = new Uri(site.Address).Port;
        var slow = new List<Socket>();
        try
        {
            for (var i = 0; i < ConnectionGuard.MostLocal; i++)
                slow.Add(await SendAsync(port, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na"));
            time.Shift = TimeSpan.FromSeconds(11);
            using var client = new HttpClient { BaseAddress = new(site.Address) };
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/sign-in", Cancellation)).StatusCode);
        }
        finally
        {
            slow.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Who_is_not_signed_in_cannot_announce_a_large_form()
    {
        await using var site = await TestSite.OpenAsync();
        using var socket = await SendAsync(new Uri(site.Address).Port, Form + "1000000\r\n\r\na");
        var answer = new byte[64];
        var length = await socket.ReceiveAsync(answer, Cancellation);
        Assert.StartsWith("HTTP/1.1 4", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
    }

    private static async Task<Socket> SendAsync(int port, string request)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        return socket;
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Shift.TotalSeconds * TimestampFrequency);
    }
}
