using System.Net;
using System.Net.Sockets;
using System.Text;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Tests.People;

/// <summary>Pictures that people with an invitation send: many at once, and slowly.</summary>
public sealed class InvitedUploadsTests
{
    private const int Most = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pictures_that_are_sent_at_once_with_an_invitation_fill_neither_the_memory_nor_every_place()
    {
        await using var site = await TestSite.OpenAsync();
        var store = site.Kiosk.Population.Store;
        var person = await store.People.AddAsync(new() { Name = "Ada" }, consent: null, "test", Cancellation);
        var token = await store.Remote.InviteAsync(person.Id, "Edda", Cancellation);
        await store.Remote.AgreeAsync((await store.Remote.FindAsync(token, Cancellation))!.Id, "2026-11", "Ada", Cancellation);
        var address = new Uri($"{site.Address}/invited/picture?token={Uri.EscapeDataString(token)}");
        var slow = new List<TcpClient>();
        for (var i = 0; i < Most; i++)
            slow.Add(await BeginAsync(address));

        using var client = new HttpClient();
        // Each is answered before it is read; without a form's token it would be refused for that.
        // One that came before all slow ones had their places took one of them: then another slow one follows.
        await ExpectAsync(client, address, answer => answer.Text.Contains("Other pictures are being checked", StringComparison.Ordinal), async () => slow.Add(await BeginAsync(address)));
        var keys = await store.ApiKeys.AddAsync("tests", [.. ApiScopes.All.Keys], null, "Ada", Cancellation);
        using var detect = new HttpRequestMessage(HttpMethod.Post, $"{site.Address}/api/v1/detect") { Content = new ByteArrayContent(await File.ReadAllBytesAsync(Recordings.Portrait, Cancellation)) };
        detect.Headers.Authorization = new("Bearer", keys.Secret);
        using var detected = await client.SendAsync(detect, Cancellation);
        Assert.Equal(HttpStatusCode.OK, detected.StatusCode);

        slow.ForEach(one => one.Dispose());
        await ExpectAsync(client, address, answer => answer.Status is HttpStatusCode.BadRequest);
    }

    private static async Task ExpectAsync(HttpClient client, Uri address, Predicate<(HttpStatusCode Status, string Text)> isExpected, Func<Task>? otherwise = null)
    {
        var answer = default((HttpStatusCode, string));
        // Fewer than what one host may ask in a minute.
        for (var tries = 0; tries < 6; tries++, await Task.Delay(500, Cancellation))
        {
            if (isExpected(answer = await SendAsync(client, address)))
                return;
            await (otherwise?.Invoke() ?? Task.CompletedTask);
        }

        Assert.Fail($"The last answer was {answer}.");
    }

    private static async Task<TcpClient> BeginAsync(Uri address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Cancellation);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"POST {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.jpg\"\r\n\r\nabc"), Cancellation);
        return client;
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpClient client, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "picture", "a.jpg" } } };
        request.Headers.Accept.Add(new("application/json"));
        using var answer = await client.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
