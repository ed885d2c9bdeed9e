using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AccessKiosk.Web.Security;
using AccessKiosk.Web.Tests.Api;

namespace AccessKiosk.Web.Tests.Scim;

/// <summary>A directory that sends what its documentation shows.</summary>
internal sealed class Directory(HttpClient client) : IDisposable
{
    public static async Task<Directory> OfAsync(ApiSite api) => new(await api.ClientAsync(ApiScopes.Directory));

    public void Dispose() => client.Dispose();

    public Task<JsonObject> GetAsync(string path, int status = 200) => SendAsync(HttpMethod.Get, path, null, status);

    public Task<JsonObject> PostAsync(string path, string body, int status = 201) => SendAsync(HttpMethod.Post, path, body, status);

    public Task<JsonObject> PutAsync(string path, string body, int status = 200, string? match = null) => SendAsync(HttpMethod.Put, path, body, status, match);

    public Task<JsonObject> DeleteAsync(string path, int status = 204, string? match = null) => SendAsync(HttpMethod.Delete, path, null, status, match);

    /// <summary>Sends operations, written without their frame.</summary>
    public Task<JsonObject> PatchAsync(string path, string operations, int status = 200, string? match = null) =>
        SendAsync(HttpMethod.Patch, path, $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operations}}]}""", status, match);

    public async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body, int status, string? match = null)
    {
        using var request = new HttpRequestMessage(method, $"/scim/v2{path}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/scim+json"));
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode == status, $"{method} {path} answers {(int)answer.StatusCode}: {text}");
        if (status == 204)
            return [];
        Assert.Equal("application/scim+json", answer.Content.Headers.ContentType!.MediaType);
        var read = JsonNode.Parse(text)!.AsObject();
        if (status >= 400)
        {
            Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", (string?)read["schemas"]![0]);
            Assert.Equal($"{status}", (string?)read["status"]);
            Assert.NotEmpty((string?)read["detail"] ?? "");
        }
        else if (read["meta"]?["version"] is { } version)
        {
            Assert.Equal((string?)version, answer.Headers.ETag!.ToString());
        }

        return read;
    }
}
