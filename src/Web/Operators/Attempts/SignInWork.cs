using AccessKiosk.Foundation;

namespace AccessKiosk.Web.Operators.Attempts;

/// <summary>
/// Checks passwords one after the other, after the camera: a check takes 40 ms of a processor. Known devices do not wait behind
/// strangers, of whom a few may wait at a time.
/// </summary>
internal sealed class SignInWork : IDisposable
{
    private const int MostStrangers = 16;

    private readonly BackgroundWork _known = new("sign-in", 1);
    private readonly BackgroundWork _strangers = new("sign-in, unknown devices", 1);
    private int _waiting;

    /// <summary>How long a stranger is told to wait when too many do already.</summary>
    public static TimeSpan Busy { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Checks in turn.</summary>
    /// <returns>Null when too many wait already.</returns>
    public async Task<bool?> TryAsync(Func<bool> check, bool isKnown, CancellationToken cancellationToken)
    {
        if (isKnown)
            return await _known.RunAsync(check, cancellationToken);
        try
        {
            return Interlocked.Increment(ref _waiting) > MostStrangers ? null : await _strangers.RunAsync(check, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose()
    {
        _known.Dispose();
        _strangers.Dispose();
    }
}
