using System.Runtime.InteropServices;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Ctrl-C and SIGTERM, as a cancellationToken: the work ends in good order. The second one ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;
    private volatile bool _terminated;

    public StopSignals() => _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Stop))];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The exit code of work that was interrupted says by what.</summary>
    public int Code(int exitCode) => exitCode == ExitCode.Interrupted && _terminated ? ExitCode.Terminated : exitCode;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested)
            return;
        context.Cancel = true;
        _terminated = context.Signal is PosixSignal.SIGTERM;
        // Not here: what the cancellation sets off must not hold up the next signal.
        _ = _stop.CancelAsync();
    }
}
