using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Timing;

/// <summary>Calls back when the process is about to end by itself, by a signal or by an exception that nobody catches.</summary>
/// <remarks>Since .NET 10 a signal no longer raises ProcessExit, hence the registrations. They let the signal go on.</remarks>
internal sealed class ProcessEnd : IDisposable
{
    private readonly Action _ending;
    private readonly PosixSignalRegistration[] _signals;

    public ProcessEnd(Action ending)
    {
        _ending = ending;
        AppDomain.CurrentDomain.ProcessExit += OnEnd;
        AppDomain.CurrentDomain.UnhandledException += OnEnd;
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(
            signal => PosixSignalRegistration.Create(signal, _ => ending()))];
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnEnd;
        AppDomain.CurrentDomain.UnhandledException -= OnEnd;
        foreach (var signal in _signals)
            signal.Dispose();
    }

    private void OnEnd(object? sender, EventArgs e) => _ending();
}
