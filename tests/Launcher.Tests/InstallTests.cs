using System.Diagnostics;
using System.Reflection;

namespace AccessKiosk.Launcher.Tests;

/// <summary>Parts of deploy/install.sh; a whole installation is tested by <c>./kiosk test --deploy</c>.</summary>
public sealed class InstallTests : IDisposable
{
    private static readonly string Repository = typeof(InstallTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
    private readonly string _folder = Directory.CreateTempSubdirectory("install-").FullName;

    public InstallTests()
    {
        // A kiosk that says what it was called with, and a journal.
        LauncherTree.Write(Path.Combine(_folder, "opt/current/deploy/kiosk"), "#!/bin/bash\necho \"kiosk $*\"\n");
        LauncherTree.Write(Path.Combine(_folder, "bin/journalctl"), "#!/bin/bash\ncat journal\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_new_box_serves_its_pages_with_HTTPS_to_other_machines() =>
        Assert.Equal("8443", (await ShellAsync($"sed -nE 's/.*\"HttpsPort\": ([0-9]+).*/\\1/p' {Repository}/deploy/appsettings.json")).Trim());

    [Fact]
    public async Task The_link_that_makes_the_admin_is_taken_from_the_service_s_journal_and_printed_with_its_QR_code()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "journal"), """
            Screen: http://localhost:8080  Staff pages: http://localhost:8080/home
            First start: make yourself the admin at https://10.0.0.7:8443/setup?token=old
            First start: make yourself the admin at https://10.0.0.7:8443/setup?token=new
            """, TestContext.Current.CancellationToken);
        var said = await ShellAsync("link=$(setup_link today) && say_addresses \"$link\"");
        Assert.Contains("kiosk addresses --link https://10.0.0.7:8443/setup?token=new\n", said, StringComparison.Ordinal);
        Assert.Contains("makes you the admin, once: https://10.0.0.7:8443/setup?token=new\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_an_admin_or_nothing_runs_the_addresses_alone_are_printed()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "journal"), "nothing of it\n", TestContext.Current.CancellationToken);
        var said = await ShellAsync("setup_tries=1; link=$(setup_link today) || true; say_addresses \"$link\"");
        Assert.Contains("kiosk addresses\n", said, StringComparison.Ordinal);
        Assert.Contains("journalctl --namespace=accesskiosk", said, StringComparison.Ordinal);
    }

    private async Task<string> ShellAsync(string script)
    {
        var whole = $"set -euo pipefail; chmod +x bin/* opt/current/deploy/*; PATH=$PWD/bin:$PATH; . {Repository}/deploy/common.sh; opt=$PWD/opt; {script}";
        var start = new ProcessStartInfo(LauncherTree.Find("bash")!, ["-c", whole]) { WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var (code, output, errors) = await LauncherTree.EndAsync(Process.Start(start)!);
        Assert.True(code == 0, output + errors);
        return output;
    }
}
