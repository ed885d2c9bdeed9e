namespace AccessKiosk.Hardware.Gpio;

/// <summary>An output line with one owner. Disposing puts it back to its initial level and releases it.</summary>
public abstract class GpioOutput : IDisposable
{
    private readonly Lock _gate = new();
    private readonly bool _initial;
    private Action<GpioException>? _failed;
    private bool _wanted;
    private bool _lost;
    private bool _disposed;

    /// <summary>Called by drivers once the line is held at <paramref name="initial"/>.</summary>
    protected GpioOutput(string name, bool initial)
    {
        Name = name;
        _initial = _wanted = initial;
        IsActive = initial;
    }

    /// <summary>The line's name in the configuration.</summary>
    public string Name { get; }

    /// <summary>The logical level that was driven last.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether the line is one in memory, and nothing moves when it is driven.</summary>
    public virtual bool IsSimulated => false;

    /// <summary>Drives the line.</summary>
    /// <exception cref="GpioException">The chip refused; the level is unknown.</exception>
    /// <exception cref="ObjectDisposedException">The line was given back.</exception>
    public void Set(bool active)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Drive(active);
        }
    }

    /// <summary>
    /// Calls back when the line is found to be lost while nobody drives it, as far as its driver can tell: once, until it
    /// is driven again. The call comes on a thread of the driver's and must not throw.
    /// </summary>
    public void Watch(Action<GpioException> failed)
    {
        lock (_gate)
            _failed = failed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;

            try
            {
                // After a failure the level is unknown, whatever was driven last.
                if (_lost || IsActive != _initial)
                    Drive(_initial);
            }
            catch (GpioException)
            {
                // The chip was removed: nothing is left to put back, but the line must still be released.
            }
            finally
            {
                _disposed = true;
                Release();
            }
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>For drivers of hardware that can be unplugged: drives the line to the level that is wanted, and tells when that fails.</summary>
    protected void Refresh()
    {
        var (failure, tell) = Redrive();
        // Outside the gate: who is told may be driving the line.
        if (failure is not null)
            tell?.Invoke(failure);
    }

    /// <summary>Drives the hardware.</summary>
    protected abstract void Write(bool active);

    /// <summary>Gives the line back to the system.</summary>
    protected abstract void Release();

    private void Drive(bool active)
    {
        // Known before it is tried: a chip that comes back must not be driven to where it was before it failed.
        _wanted = active;
        _lost = true;
        Write(active);
        IsActive = active;
        _lost = false;
    }

    private (GpioException? Failure, Action<GpioException>? Tell) Redrive()
    {
        lock (_gate)
        {
            if (_disposed)
                return default;

            var known = _lost;
            try
            {
                Drive(_wanted);
                return default;
            }
            catch (GpioException failure)
            {
                return known ? default : (failure, _failed);
            }
        }
    }
}
