using System.Collections.Concurrent;
using AccessKiosk.Access.Lanes;

namespace AccessKiosk.Web.Live;

/// <summary>
/// The cameras' pictures for staff who look: at most one a second of each camera, however many ask. A camera is watched only
/// while somebody waits for its picture, and a picture is forgotten when its second is over.
/// </summary>
internal sealed class LiveFrames(TimeProvider time)
{
    private const int Width = 480;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<LiveView, Task<byte[]?>> _taken = new();
    private readonly Lock _gate = new();

    /// <summary>A picture of now as JPEG; null when the camera gives none.</summary>
    public Task<byte[]?> TakeAsync(LiveView view, CancellationToken cancellationToken)
    {
        Task<byte[]?>? taken;
        lock (_gate)
        {
            if (!_taken.TryGetValue(view, out taken))
            {
                _taken[view] = taken = LookAsync(view);
                _ = ForgetAsync(view, taken);
            }
        }

        return taken.WaitAsync(cancellationToken);
    }

    // Belongs to all who wait for it: none of them ends it.
    private static async Task<byte[]?> LookAsync(LiveView view) => await view.NextAsync(Patience, CancellationToken.None) ? view.SmallPicture(Width) : null;

    private async Task ForgetAsync(LiveView view, Task taken)
    {
        await Task.Delay(Pace, time);
        await taken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _taken.TryRemove(view, out _);
    }
}
