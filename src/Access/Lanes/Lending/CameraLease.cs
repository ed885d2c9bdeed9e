namespace AccessKiosk.Access.Lanes.Lending;

/// <summary>Lends the camera to one guest at a time. Thread-safe.</summary>
public sealed class CameraLease
{
    private IFrameConsumer? _guest;

    /// <summary>The guest that the camera loop serves now; null for none.</summary>
    public IFrameConsumer? Guest => Volatile.Read(ref _guest);

    /// <summary>Begins a visit, unless there is another guest.</summary>
    public bool TryLend(IFrameConsumer guest) => Interlocked.CompareExchange(ref _guest, guest, null) is null;

    /// <summary>Ends a visit; nothing happens when another guest has come since.</summary>
    public void Return(IFrameConsumer guest) => Interlocked.CompareExchange(ref _guest, null, guest);
}
