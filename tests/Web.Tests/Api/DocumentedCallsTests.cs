using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace AccessKiosk.Web.Tests.Api;

public sealed partial class DocumentedCallsTests(ApiSite api) : IClassFixture<ApiSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_calls_that_docs_api_md_shows_work_as_they_stand_there()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed.");
        var docs = await File.ReadAllTextAsync(Path.Combine(Recordings.Artifacts, "..", "docs", "api.md"), Cancellation);
        using var folder = new TemporaryFolder();
        File.Copy(Recordings.Portrait, Path.Combine(folder.Path, "portrait.jpg"));
        await using (var zip = await ZipFile.OpenAsync(Path.Combine(folder.Path, "people.zip"), ZipArchiveMode.Create, Cancellation))
            await zip.CreateEntryFromFileAsync(Recordings.Portrait, "Bea Holm/1.jpg", Cancellation);
        var script = Shell().Match(docs).Groups["script"].Value;
        Assert.Contains("ask ", script, StringComparison.Ordinal);

        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KIOSK"] = $"{api.Site.Address}/api/v1", ["KEY"] = api.Client.DefaultRequestHeaders.Authorization!.Parameter },
        })!;
        var (said, complained) = (bash.StandardOutput.ReadToEndAsync(Cancellation), bash.StandardError.ReadToEndAsync(Cancellation));
        await bash.WaitForExitAsync(Cancellation);

        Assert.True(bash.ExitCode == 0, $"{bash.ExitCode}: {await said}{await complained}");
        Assert.Contains("\"on\":true", await said, StringComparison.Ordinal);
        Assert.Contains("\"phase\":", await said, StringComparison.Ordinal);
    }

    [GeneratedRegex("```sh\n(?<script>.*?)```", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shell();
}
