using System.Diagnostics;
using AccessKiosk.Hardware.Tests.Doors;
using AccessKiosk.Hardware.Watchdogs;

namespace AccessKiosk.Hardware.Tests.Watchdogs;

/// <summary>The guard as far as it goes without a chip: its arguments, and real processes that end or hang.</summary>
public sealed class GuardTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guard");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Lines_are_read_from_arguments_and_from_a_file_with_comments()
    {
        var lines = Write("# the doors\n\ngpiochip0:17=low  # main\n  a:b:DOOR RELAY=high\r\n");
        Assert.Equal(
            (0, "/dev/gpiochip1 line 3 locks when high\ngpiochip0 line 17 locks when low\na:b line 'DOOR RELAY' locks when high\n"),
            await Check("/dev/gpiochip1:3=high", "--lines", lines));
    }

    [Theory]
    [InlineData("gpiochip0:17")]
    [InlineData("gpiochip0:17=on")]
    [InlineData("gpiochip0=low")]
    [InlineData(":17=low")]
    [InlineData("gpiochip0:=low")]
    [InlineData("gpiochip0:12345678=low")]
    [InlineData("gpiochip0:A-NAME-LONGER-THAN-THE-KERNEL-HAS=low")]
    public async Task A_line_that_cannot_be_read_is_refused_with_how_to_write_it(string line)
    {
        var (code, _, errors) = await GuardProcess.RunAsync("lock", line);
        Assert.Equal(2, code);
        Assert.Contains($"'{line}' is no line: write CHIP:OFFSET=low", errors[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a command is wanted")]
    [InlineData("no such command: open", "open")]
    [InlineData("a value is wanted after: --lines", "lock", "--lines")]
    [InlineData("no such option: --force", "lock", "--force", "1")]
    [InlineData("--wait is 0 to 3600 seconds, not: soon", "lock", "--wait", "soon")]
    [InlineData("watch wants --socket, --lines and --timeout", "watch", "--socket", "/tmp/x")]
    [InlineData("watch takes its lines from --lines FILE, not: gpiochip0:1=low", "watch", "gpiochip0:1=low")]
    [InlineData("--timeout is 0.1 to 3600 seconds, not: 0", "watch", "--timeout", "0")]
    public async Task Bad_arguments_are_refused_with_the_usage(string expected, params string[] arguments)
    {
        var (code, _, errors) = await GuardProcess.RunAsync(arguments);
        Assert.Equal((2, expected), (code, errors[0]));
        Assert.Contains("accesskiosk-guard lock [--lines FILE]", string.Join('\n', errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chip_that_is_not_there_and_a_missing_file_fail_and_name_themselves()
    {
        var (code, output, errors) = await GuardProcess.RunAsync("lock", "--lines", "/no/file", "gpiochip99:1=low", "--wait", "0");
        Assert.Equal((1, "accesskiosk-guard: locked 0 of 1 lines\n"), (code, output));
        Assert.Equal(["/no/file cannot be read: No such file or directory; the kiosk writes it (kiosk doors lines)", "gpiochip99:1 could not be locked: there is no such chip"], errors);
    }

    [Fact]
    public async Task Without_lines_there_is_nothing_to_lock() =>
        Assert.Equal((0, "accesskiosk-guard: locked 0 of 0 lines\n"), await Run("lock", "--lines", Write("# simulated\n")));

    [Fact]
    public async Task A_kiosk_that_is_killed_is_noticed_at_once_and_the_next_one_is_watched_again()
    {
        using var guard = await GuardProcess.WatchAsync(Socket, Write(""), timeout: 60);
        for (var run = 0; run < 2; run++)
        {
            using var kiosk = Kiosk("wait");
            Assert.Equal($"watching process {kiosk.Id}, 0 lines", await guard.SaysAsync("watching"));
            kiosk.Kill();
            Assert.Equal($"process {kiosk.Id} has ended", await guard.SaysAsync("process"));
            Assert.Equal("locked 0 of 0 lines", await guard.SaysAsync("locked"));
        }
    }

    [Fact]
    public async Task A_kiosk_that_is_stopped_in_its_tracks_is_killed_after_the_timeout()
    {
        using var guard = await GuardProcess.WatchAsync(Socket, Write(""), timeout: 3);
        using var kiosk = Kiosk("wait");
        await guard.SaysAsync("watching");
        DoorProcess.Signal("STOP", kiosk);
        Assert.Equal($"process {kiosk.Id} has not been heard for 3 s: killing it", await guard.SaysAsync("process"));
        await kiosk.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + 9, kiosk.ExitCode);
    }

    [Fact]
    public async Task A_kiosk_whose_camera_loop_hangs_is_killed_although_its_other_threads_live()
    {
        using var guard = await GuardProcess.WatchAsync(Socket, Write(""), timeout: 3);
        using var kiosk = Kiosk("hang");
        Assert.Equal($"process {kiosk.Id} has not been heard for 3 s: killing it", await guard.SaysAsync("process"));
        await kiosk.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + 9, kiosk.ExitCode);
    }

    [Fact]
    public async Task A_kiosk_that_beats_is_left_alone_and_nobody_else_can_speak_for_it()
    {
        using var guard = await GuardProcess.WatchAsync(Socket, Write(""), timeout: 5);
        using var kiosk = Kiosk("wait");
        await guard.SaysAsync("watching");
        // This process beats too: were it taken for the kiosk, the stopped one would live on.
        using var impostor = ServiceWatch.FromEnvironment(TimeProvider.System, variable: name => name == ServiceWatch.GuardVariable ? Socket : null);
        impostor.Ready();
        await Task.Delay(TimeSpan.FromSeconds(7), TestContext.Current.CancellationToken);
        Assert.False(kiosk.HasExited);
        DoorProcess.Signal("STOP", kiosk);
        Assert.Contains("killing it", await guard.SaysAsync($"process {kiosk.Id}"), StringComparison.Ordinal);
    }

    private string Socket => Path.Combine(_folder.FullName, "guard.sock");

    private string Write(string lines)
    {
        var path = Path.Combine(_folder.FullName, "lines");
        File.WriteAllText(path, lines);
        return path;
    }

    private Process Kiosk(string scenario) => DoorProcess.Start(Socket, [scenario]);

    private static async Task<(int Code, string Output)> Check(params string[] arguments) => await Run(["check", .. arguments]);

    private static async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        var (code, output, _) = await GuardProcess.RunAsync(arguments);
        return (code, output);
    }
}
