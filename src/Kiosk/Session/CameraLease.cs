namespace AccessKiosk.Kiosk.Session;

/// <summary>Lends the camera to one guest at a time. Safe from any thread.</summary>
internal sealed class CameraLease
{
    private ICameraGuest? _guest;

    /// <summary>The guest that the camera loop serves now; null for none.</summary>
    public ICameraGuest? Guest => Volatile.Read(ref _guest);

    /// <summary>Begins a visit, unless there is another guest.</summary>
    public bool TryLend(ICameraGuest guest) => Interlocked.CompareExchange(ref _guest, guest, null) is null;

    /// <summary>Ends a visit; nothing happens when another guest has come since.</summary>
    public void Return(ICameraGuest guest) => Interlocked.CompareExchange(ref _guest, null, guest);
}
