using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.Live;

/// <summary>Audits who begins to look at a camera. A look ends when its browser has asked for no picture for a while.</summary>
internal sealed class LiveLooks(KioskStore store, TimeProvider time)
{
    /// <summary>The audit's action; its subject is the camera.</summary>
    public const string Began = "live.looked";

    private static readonly TimeSpan EndsAfter = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(string By, string Camera), long> _last = [];
    private readonly Lock _gate = new();

    /// <summary>Somebody asks for a picture.</summary>
    /// <exception cref="StoreException">It cannot be recorded, so nothing is to be shown.</exception>
    public async Task LookAsync(string by, string camera, CancellationToken cancellationToken)
    {
        if (!Begins((by, camera)))
            return;
        try
        {
            await store.Audit.AppendAsync(by, Began, camera, cancellationToken: cancellationToken);
        }
        catch
        {
            lock (_gate)
                _last.Remove((by, camera));
            throw;
        }
    }

    private bool Begins((string, string) look)
    {
        lock (_gate)
        {
            foreach (var (old, at) in _last)
                if (time.GetElapsedTime(at) >= EndsAfter)
                    _last.Remove(old);
            var begins = !_last.ContainsKey(look);
            _last[look] = time.GetTimestamp();
            return begins;
        }
    }
}
