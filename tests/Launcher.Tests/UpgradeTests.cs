using System.Diagnostics;
using System.Reflection;

namespace AccessKiosk.Launcher.Tests;

/// <summary>deploy/upgrade.sh, its places moved into a folder; a whole upgrade is tested by <c>./kiosk test --deploy</c>.</summary>
public sealed class UpgradeTests : IDisposable
{
    private static readonly string Repository = typeof(UpgradeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
    private readonly string _folder = Directory.CreateTempSubdirectory("upgrade-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The bundle, or its manifest, is exchanged by another user right after a tool has looked at it.</summary>
    [Theory]
    [InlineData("openssl", "bundle.tar.gz")]
    [InlineData("sha256sum", "bundle.tar.gz")]
    [InlineData("openssl", "bundle.tar.gz.manifest")]
    public async Task A_bundle_that_is_swapped_while_it_is_checked_is_not_the_one_that_is_unpacked(string after, string swapped)
    {
        Box();
        await BundleAsync("genuine");
        await ShellAsync("openssl genpkey -algorithm ed25519 -out own.pem 2>/dev/null; openssl pkey -in own.pem -pubout -out etc/update-key.pem; openssl pkeyutl -sign -inkey own.pem -rawin -in bundle.tar.gz.manifest -out bundle.tar.gz.manifest.sig");
        Directory.CreateDirectory(Path.Combine(_folder, "other"));
        await BundleAsync("swapped", "other/");
        // The real tool runs, then the exchange.
        LauncherTree.Write(Path.Combine(_folder, "bin", after), $"#!/bin/bash\n{LauncherTree.Find(after)} \"$@\"; code=$?\ncp '{_folder}/other/{swapped}' '{_folder}/{swapped}'\nexit $code\n");

        var (code, said) = await ShellAsync("chmod +x bin/*; PATH=$PWD/bin:$PATH bash deploy/upgrade.sh bundle.tar.gz 2>&1");

        // Both are made for another system, which stops the upgrade when it has been unpacked, and says which.
        Assert.Equal(1, code);
        Assert.Contains("this bundle was made for genuine", said, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "opt"), "upgrade.*"));
    }

    [Fact]
    public async Task A_bundle_without_its_signature_or_with_another_s_is_refused()
    {
        Box();
        await BundleAsync("genuine");
        await ShellAsync("openssl genpkey -algorithm ed25519 -out own.pem 2>/dev/null; openssl genpkey -algorithm ed25519 -out other.pem 2>/dev/null; openssl pkey -in own.pem -pubout -out etc/update-key.pem");
        Assert.Contains("updates must be signed here", (await ShellAsync("bash deploy/upgrade.sh bundle.tar.gz 2>&1")).Said, StringComparison.Ordinal);
        await ShellAsync("openssl pkeyutl -sign -inkey other.pem -rawin -in bundle.tar.gz.manifest -out bundle.tar.gz.manifest.sig");
        Assert.Contains("does not fit", (await ShellAsync("bash deploy/upgrade.sh bundle.tar.gz 2>&1")).Said, StringComparison.Ordinal);
        await ShellAsync("openssl pkeyutl -sign -inkey own.pem -rawin -in bundle.tar.gz.manifest -out bundle.tar.gz.manifest.sig; echo x >>bundle.tar.gz");
        Assert.Contains("is not the file that", (await ShellAsync("bash deploy/upgrade.sh bundle.tar.gz 2>&1")).Said, StringComparison.Ordinal);
    }

    /// <summary>Another user exchanges the file right after it was looked at: stat tells the moment for the bundle, mktemp the one for the others.</summary>
    [Theory]
    [InlineData("stat", "bundle.tar.gz", "mkfifo")]
    [InlineData("stat", "bundle.tar.gz", "ln -s /dev/zero")]
    [InlineData("stat", "bundle.tar.gz", "mkdir")]
    [InlineData("stat", "bundle.tar.gz", "truncate -s 3G")]
    [InlineData("mktemp", "bundle.tar.gz.manifest", "mkfifo")]
    [InlineData("mktemp", "bundle.tar.gz.manifest", "ln -s /dev/zero")]
    [InlineData("mktemp", "bundle.tar.gz.manifest", "truncate -s 3G")]
    [InlineData("mktemp", "bundle.tar.gz.manifest", "ln -s silent")]
    [InlineData("mktemp", "bundle.tar.gz.manifest.sig", "mkfifo")]
    [InlineData("dd", "bundle.tar.gz.manifest", "mkfifo")]
    public async Task A_file_that_is_exchanged_for_a_pipe_a_device_or_a_growing_file_is_refused_and_nothing_waits(string after, string file, string exchange)
    {
        Box();
        await BundleAsync("genuine");
        await ShellAsync("openssl genpkey -algorithm ed25519 -out own.pem 2>/dev/null; openssl pkey -in own.pem -pubout -out etc/update-key.pem; openssl pkeyutl -sign -inkey own.pem -rawin -in bundle.tar.gz.manifest -out bundle.tar.gz.manifest.sig; mkfifo silent");
        LauncherTree.Write(Path.Combine(_folder, "bin", after), $"#!/bin/bash\n{LauncherTree.Find(after)} \"$@\"; code=$?\n[[ -e swapped ]] || {{ : >swapped; rm -f {file}; {exchange} {file}; }}\nexit $code\n");

        var (code, said) = await ShellAsync("chmod +x bin/*; PATH=$PWD/bin:$PATH timeout 60 bash deploy/upgrade.sh bundle.tar.gz 2>&1");

        Assert.True(code is 1 or 2, $"{code}: {said}");
        Assert.Contains(file, said, StringComparison.Ordinal);
        Assert.DoesNotContain("this bundle was made for", said, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "opt"), "upgrade.*"));
    }

    /// <summary>The version before restores in its own way: with a question, or as 0.1 did, which knows no --yes.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Going_back_puts_the_database_back_and_waits_for_no_answer(bool asks)
    {
        Box();
        var (yes, none) = asks ? (" --yes", "read -r -t 20 answer; echo asked >>restored; exit 2") : ("", "echo \"$@\" >>restored; rm -f spoilt; exit");
        Kiosk("opt/current", $$"""
            [[ $1 != restore ]] || case " $* " in
              *' --help '*) echo 'usage: restore FILE{{yes}}'; exit ;;
              *' --yes '*) {{(asks ? "echo \"$@\" >>restored; rm -f spoilt; exit" : "echo 'no such option' >&2; exit 2")}} ;;
              *) {{none}} ;;
            esac
            if [[ $1 == doctor && -e spoilt ]]; then echo '{"check":"store","status":"fail"}'; exit 1; fi
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "state/kiosk.db"), "", TestContext.Current.CancellationToken);
        await ShellAsync("""
            mkdir -p good/accesskiosk/{program,models,dotnet,deploy/systemd,deploy/udev,docs} && cd good/accesskiosk
            . /etc/os-release; printf 'version=2.0\nmade=2099-01-01T00:00:00Z\nsystem=%s\n' "$ID $VERSION_ID $(uname -m)" >BUNDLE
            : >packages; : >SHA256SUMS; : >deploy/systemd/journald.conf; : >deploy/udev/60-accesskiosk.rules; echo >program/file; sha256sum program/file >SHA256SUMS
            """);
        Kiosk("good/accesskiosk", """[[ $1 != doctor ]] || { touch spoilt; echo '{"check":"store","status":"fail"}'; exit 1; }""");
        await ShellAsync("tar -C good -czf bundle.tar.gz accesskiosk; cp -a opt/current opt/releases/1.0; rm -r opt/current; ln -s $PWD/opt/releases/1.0 opt/current");

        var (code, said) = await ShellAsync("mkfifo silent; exec 8<>silent; bash deploy/upgrade.sh bundle.tar.gz 2>&1 <&8");

        Assert.True(code == 1, said);
        Assert.Contains("2.0 was not taken: doctor now fails: store; 1.0 is in place again", said, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be put back", said, StringComparison.Ordinal);
        var restored = await File.ReadAllTextAsync(Path.Combine(_folder, "restored"), TestContext.Current.CancellationToken);
        Assert.Equal($"restore {_folder}/backups/before-2.0.db{yes} --by upgrade\n", restored);
        Assert.False(File.Exists(Path.Combine(_folder, "spoilt")));
    }

    [Fact]
    public async Task A_bundle_that_would_take_the_reserve_for_events_is_refused_before_anything_is_unpacked()
    {
        Box();
        await BundleAsync("genuine");
        LauncherTree.Write(Path.Combine(_folder, "bin", "df"), "#!/bin/bash\nprintf 'size avail\\n1000000000 100000100\\n'\n");

        var (code, said) = await ShellAsync("chmod +x bin/*; PATH=$PWD/bin:$PATH bash deploy/upgrade.sh bundle.tar.gz 2>&1");

        Assert.Equal(1, code);
        Assert.Contains("95 MB are kept for events: remove older backups", said, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "opt"), "upgrade.*"));
    }

    private void Kiosk(string release, string script)
    {
        var file = Path.Combine(_folder, release, "deploy/kiosk");
        LauncherTree.Write(file, $"#!/bin/bash\ncd '{_folder}'\n{script}\nexit 0\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // The scripts write below /opt, /etc, /var and /run, as root: here, below a folder of the test's.
    private void Box()
    {
        foreach (var folder in new[] { "opt/current", "opt/releases", "etc", "etc/systemd/system", "state", "backups", "run", "bin", "deploy" })
            Directory.CreateDirectory(Path.Combine(_folder, folder));
        File.WriteAllText(Path.Combine(_folder, "opt/current/BUNDLE"), "version=1.0\nmade=2020-01-01T00:00:00Z\n");
        foreach (var script in new[] { "upgrade.sh", "common.sh" })
        {
            var text = File.ReadAllText(Path.Combine(Repository, "deploy", script))
                .Replace("opt=/opt/accesskiosk", $"opt={_folder}/opt", StringComparison.Ordinal)
                .Replace("etc=/etc/accesskiosk", $"etc={_folder}/etc", StringComparison.Ordinal)
                .Replace("state=/var/lib/accesskiosk", $"state={_folder}/state", StringComparison.Ordinal)
                .Replace("backups=/var/backups/accesskiosk", $"backups={_folder}/backups", StringComparison.Ordinal)
                .Replace("/etc/systemd/", $"{_folder}/etc/systemd/", StringComparison.Ordinal)
                .Replace("/etc/udev/", $"{_folder}/etc/udev/", StringComparison.Ordinal)
                .Replace("/usr/local/bin/", $"{_folder}/bin/", StringComparison.Ordinal)
                .Replace("/run/systemd/system", $"{_folder}/run/systemd", StringComparison.Ordinal)
                .Replace("/run/accesskiosk-upgrade.lock", $"{_folder}/run/lock", StringComparison.Ordinal)
                .Replace("chown -R root:root", "true", StringComparison.Ordinal)
                .Replace("((EUID == 0))", "true", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(_folder, "deploy", script), text);
        }
    }

    private Task<(int Code, string Said)> BundleAsync(string system, string folder = "") => ShellAsync(
        $"mkdir -p {system}/accesskiosk && printf 'version=2.0\\nmade=2099-01-01T00:00:00Z\\nsystem={system}\\n' >{system}/accesskiosk/BUNDLE && tar -C {system} -czf {folder}bundle.tar.gz accesskiosk"
        + $" && printf 'sha256=%s\\n' \"$(sha256sum {folder}bundle.tar.gz | cut -d' ' -f1)\" >{folder}bundle.tar.gz.manifest");

    private async Task<(int Code, string Said)> ShellAsync(string script)
    {
        var start = new ProcessStartInfo(LauncherTree.Find("bash")!, ["-c", script]) { WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var (code, output, errors) = await LauncherTree.EndAsync(Process.Start(start)!);
        return (code, output + errors);
    }
}
