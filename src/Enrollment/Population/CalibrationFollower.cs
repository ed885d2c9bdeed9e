using System.Threading.Channels;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Population;

/// <summary>Activates a calibration record as soon as the store has it. One that cannot be used changes nothing.</summary>
public sealed class CalibrationFollower : IAsyncDisposable
{
    private readonly CalibrationChoice _choice;
    private readonly KioskStore _store;
    private readonly Gallery _gallery;
    private readonly ActiveCalibration _points;
    private readonly Action<string> _onFault;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(1);
    private readonly Task _pump;

    public CalibrationFollower(CalibrationChoice choice, KioskStore store, Gallery gallery, ActiveCalibration points, Action<string> onFault)
    {
        (_choice, _store, _gallery, _points, _onFault) = (choice, store, gallery, points, onFault);
        store.CalibrationsChanged += OnChanged;
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Ends with <see cref="DisposeAsync"/>, or by an unexpected failure.</summary>
    public Task Completion => _pump;

    /// <summary>Acts on what has changed already, and ends. A failure is <see cref="Completion"/>'s alone.</summary>
    public async ValueTask DisposeAsync()
    {
        _store.CalibrationsChanged -= OnChanged;
        _changes.Writer.TryComplete();
        await _pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // One change waiting stands for any number: the newest record is read when its turn comes.
    private void OnChanged(object? sender, EventArgs change) => _changes.Writer.TryWrite(true);

    private async Task PumpAsync()
    {
        await foreach (var _ in _changes.Reader.ReadAllAsync())
        {
            try
            {
                await _points.RenewAsync(_choice, _store, _gallery.References, CancellationToken.None);
            }
            catch (Exception fault) when (fault is CalibrationException or StoreException or ForeignModelException)
            {
                _onFault($"the new calibration record is not active: {fault.Message}");
            }
        }
    }
}
