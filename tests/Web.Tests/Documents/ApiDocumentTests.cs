using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessKiosk.Web.Tests.Api;

namespace AccessKiosk.Web.Tests.Documents;

/// <summary>docs/openapi.json and docs/api-reference.md: what the running kiosk says of its API. <c>KIOSK_WRITE_DOCS=1</c> writes them again.</summary>
public sealed class ApiDocumentTests(ApiSite api) : IClassFixture<ApiSite>
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_committed_API_documents_are_what_the_kiosk_serves()
    {
        var document = JsonNode.Parse(await api.Client.GetStringAsync("/api/openapi.json", Cancellation))!.AsObject();
        // The address of this one kiosk.
        document.Remove("servers");
        var json = document.ToJsonString(Indented) + "\n";

        await CompareAsync("openapi.json", json);
        await CompareAsync("api-reference.md", ApiReferencePage.Write(JsonDocument.Parse(json).RootElement));
    }

    private static async Task CompareAsync(string name, string current)
    {
        var path = Path.GetFullPath(Path.Combine(Recordings.Artifacts, "..", "docs", name));
        if (Environment.GetEnvironmentVariable("KIOSK_WRITE_DOCS") == "1")
            await File.WriteAllTextAsync(path, current, Cancellation);
        Assert.True(File.Exists(path) && current == await File.ReadAllTextAsync(path, Cancellation),
            $"{path} is stale. Write it again: KIOSK_WRITE_DOCS=1 artifacts/bin/Web.Tests/release/AccessKiosk.Web.Tests -class '*ApiDocumentTests'");
    }
}
