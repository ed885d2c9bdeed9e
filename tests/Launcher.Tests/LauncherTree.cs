using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace AccessKiosk.Launcher.Tests;

/// <summary>
/// A copy of what the launcher works on, with a download cache of its own and a PATH of the test's making: the real
/// shell, Node.js and files; the compilers are stand-ins that write down how they were called.
/// </summary>
internal sealed class LauncherTree : IDisposable
{
    private static readonly string Repository = typeof(LauncherTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
    private static readonly string[] Tools =
    [
        "bash", "node", "env", "readlink", "dirname", "sed", "awk", "comm", "sort", "find", "mkdir", "touch", "mv", "cp", "rm", "grep", "tail", "head", "tr", "tee", "cat", "chmod", "flock", "tar", "gzip", "sleep",
    ];

    // Under the build's folder, so that the packages can be linked instead of copied.
    private readonly string _base = Directory.CreateDirectory(Path.Combine(Repository, "artifacts", "launcher-tests", Guid.NewGuid().ToString("N"))).FullName;

    public LauncherTree()
    {
        (Root, Cache, Bin, Log) = (Path.Combine(_base, "tree"), Path.Combine(_base, "cache"), Path.Combine(_base, "bin"), Path.Combine(_base, "calls"));
        Directory.CreateDirectory(Bin);
        foreach (var file in Directory.GetFiles(Repository).Append(Path.Combine(Repository, "deploy", "debian-packages"))
            .Concat(Directory.GetFiles(Path.Combine(Repository, "models"))).Concat(Directory.GetFiles(Path.Combine(Repository, "native"))))
            Copy(file, Path.Combine(Root, Path.GetRelativePath(Repository, file)));
        foreach (var folder in new[] { "src", "tests", "tools", "bench" })
            Write(Path.Combine(Root, folder, "a.cs"), "");
        FillCache();
        foreach (var tool in Tools)
            File.CreateSymbolicLink(Path.Combine(Bin, tool), Find(tool)!);
        Script("dotnet", """
            case $1 in
              --list-sdks) echo '10.0.100 [/usr/share/dotnet/sdk]' ;;
              build)
                for name in ModelImport Kiosk Lab; do
                  mkdir -p "$ROOT/artifacts/bin/$name/release"
                  printf '#!/usr/bin/env bash\necho "%s $*"\nexit ${PROGRAM_EXIT:-0}\n' $name >"$ROOT/artifacts/bin/$name/release/AccessKiosk.$name"
                  chmod +x "$ROOT/artifacts/bin/$name/release/AccessKiosk.$name"
                done
                sed -i 's/^exit.*/exit 0/' "$ROOT/artifacts/bin/ModelImport/release/AccessKiosk.ModelImport"
                ;;
            esac
            """);
        Script("cmake", "mkdir -p \"$ROOT/artifacts/native\"");
        Script("dpkg-query", """sed 's/#.*//' "$ROOT/deploy/debian-packages" | awk 'NF { print $1 " installed" }'""");
    }

    public string Root { get; }

    public string Cache { get; }

    /// <summary>The only folder on the PATH.</summary>
    public string Bin { get; }

    private string Log { get; }

    /// <summary>How the stand-ins were called since the last look.</summary>
    public IReadOnlyList<string> Calls()
    {
        string[] calls = File.Exists(Log) ? File.ReadAllLines(Log) : [];
        File.Delete(Log);
        return calls;
    }

    /// <summary>Puts a stand-in on the PATH.</summary>
    public void Script(string name, string body)
    {
        var path = Path.Combine(Bin, name);
        Write(path, $"#!{Find("bash")}\necho \"{name} $*\" >>\"$CALLS\"\n{body}\n");
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
    }

    /// <summary>Takes a tool from the PATH.</summary>
    public void Remove(string tool) => File.Delete(Path.Combine(Bin, tool));

    /// <summary>Runs <c>./kiosk</c> to its end.</summary>
    public async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) => await EndAsync(Start(arguments));

    /// <summary>Runs <c>./kiosk</c> as somebody who is not root.</summary>
    public async Task<(int Code, string Output, string Errors)> RunUnprivilegedAsync(params string[] arguments)
    {
        if (!Environment.IsPrivilegedProcess)
            return await RunAsync(arguments);
        Find("setpriv");
        using var open = Process.Start("chmod", ["-R", "a+rwX", _base]);
        await open.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await EndAsync(Start(arguments, [Find("setpriv")!, "--reuid=65534", "--regid=65534", "--clear-groups"]));
    }

    /// <summary>Starts <c>./kiosk</c>.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="through">A command that starts it.</param>
    public Process Start(IReadOnlyList<string> arguments, IReadOnlyList<string>? through = null)
    {
        string[] command = [.. through ?? [], Find("bash")!, Path.Combine(Root, "kiosk"), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["PATH"] = Bin;
        start.Environment["ROOT"] = Root;
        start.Environment["CALLS"] = Log;
        start.Environment["ACCESSKIOSK_CACHE"] = Cache;
        return Process.Start(start)!;
    }

    public static async Task<(int Code, string Output, string Errors)> EndAsync(Process process)
    {
        using (process)
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await errors);
        }
    }

    /// <summary>A real tool of this machine; null when there is none.</summary>
    public static string? Find(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);

    /// <summary>Where a package's file lies in the cache.</summary>
    public string Cached(string package, string file) => Path.Combine(Cache, "packages", $"{package}@{Version(package)}", file);

    /// <summary>Where a package's file lies in the tree.</summary>
    public string Placed(string package, string file) => Path.Combine(Root, "artifacts", "packages", package, file);

    public void Dispose() => Directory.Delete(_base, recursive: true);

    public static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Never through a link: its other end is the build's own.
        File.Delete(path);
        File.WriteAllText(path, content);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }

    private static string Version(string package)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository, "models", "package-lock.json")));
        return json.RootElement.GetProperty("packages").GetProperty($"node_modules/{package}").GetProperty("version").GetString()!;
    }

    private void FillCache()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository, "models", "manifest.json")));
        foreach (var package in manifest.RootElement.GetProperty("packages").EnumerateObject().Select(p => p.Name))
        {
            var target = Path.Combine(Cache, "packages", string.Create(CultureInfo.InvariantCulture, $"{package}@{Version(package)}"));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var link = Process.Start("cp", ["--recursive", "--link", Path.Combine(Repository, "artifacts", "packages", package), target]);
            link.WaitForExit();
            Assert.Equal(0, link.ExitCode);
        }
    }
}
