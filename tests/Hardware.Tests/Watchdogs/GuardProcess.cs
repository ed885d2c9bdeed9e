using System.Diagnostics;
using System.Threading.Channels;

namespace AccessKiosk.Hardware.Tests.Watchdogs;

/// <summary>The real relay guard.</summary>
internal sealed class GuardProcess : IDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private GuardProcess(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "accesskiosk-guard");
        _process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                _lines.Writer.TryComplete();
            else
                _lines.Writer.TryWrite(line.Data.Replace("accesskiosk-guard: ", "", StringComparison.Ordinal));
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, IReadOnlyList<string> Errors)> RunAsync(params string[] arguments)
    {
        using var guard = new GuardProcess(arguments);
        var output = await guard._process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await guard._lines.Reader.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        await guard._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (guard._process.ExitCode, output, errors);
    }

    /// <summary>Starts it to watch; returns once it listens.</summary>
    public static async Task<GuardProcess> WatchAsync(string socket, string lines, double timeout)
    {
        var guard = new GuardProcess("watch", "--socket", socket, "--lines", lines, "--timeout", $"{timeout}");
        while (!File.Exists(socket) && !guard._process.HasExited)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        return guard;
    }

    /// <summary>The next line it says that begins so; others are passed over.</summary>
    public async Task<string> SaysAsync(string beginning)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"The guard ended without saying '{beginning}'.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
