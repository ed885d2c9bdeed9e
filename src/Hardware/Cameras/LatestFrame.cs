using System.Runtime.ExceptionServices;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>
/// Hands frames from one writer to one reader. Three rotate: one being written, the latest, the reader's. Nothing is
/// queued and nothing is copied.
/// </summary>
internal sealed class LatestFrame : IDisposable
{
    private static readonly Action<object?> Wake = static gate =>
    {
        lock (gate!)
            Monitor.PulseAll(gate);
    };

    private readonly object _gate = new();
    private Frame _writing = new(), _latest = new(), _reading = new();
    private bool _fresh, _complete;
    private ExceptionDispatchInfo? _failure;
    private long _dropped;

    /// <summary>The writer's frame, until it is published.</summary>
    public Frame Writing => _writing;

    /// <summary>Frames that were replaced before the reader came.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Makes the written frame the latest one.</summary>
    /// <param name="lossless">Waits for the reader to take the one before, instead of replacing it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public void Publish(bool lossless, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(Wake, _gate);
        lock (_gate)
        {
            while (lossless && _fresh)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }
            if (_fresh)
                Interlocked.Increment(ref _dropped);
            (_writing, _latest, _fresh) = (_latest, _writing, true);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Says that no more frames come, and why when it is not by itself.</summary>
    public void Complete(Exception? failure)
    {
        lock (_gate)
        {
            _failure ??= failure is null ? null : ExceptionDispatchInfo.Capture(failure);
            _complete = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for a frame that was not taken yet; it is the reader's until the next call.</summary>
    /// <returns>Null when there are no more.</returns>
    public Frame? Take(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(Wake, _gate);
        lock (_gate)
        {
            while (!_fresh)
            {
                _failure?.Throw();
                if (_complete)
                    return null;
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }
            (_reading, _latest, _fresh) = (_latest, _reading, false);
            Monitor.PulseAll(_gate);
            return _reading;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            (_fresh, _complete) = (false, true);
            Monitor.PulseAll(_gate);
        }
        _writing.Dispose();
        _latest.Dispose();
        _reading.Dispose();
    }
}
