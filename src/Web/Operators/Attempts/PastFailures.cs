using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Web.Operators.Attempts;

/// <summary>
/// Takes the failures before a restart out of the audit, so that who can cut the power does not get a new set of guesses with it.
/// The pause counts from the first attempt after the restart, since how long the kiosk was off is known from the wall clock only.
/// </summary>
internal sealed class PastFailures(KioskStore store, SignInThrottle throttle, TimeProvider time) : IDisposable
{
    // Ten failures a minute are recorded one by one: the longest pause holds fewer than these.
    private const int Read = 1_000;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _isRead;

    /// <summary>Reads them, once.</summary>
    /// <param name="cancellationToken">Gives up; the next call reads again.</param>
    public async Task RecallAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isRead))
            return;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isRead)
                return;
            var since = (await store.Audit.ListOfAsync(SignInAudit.SignedIn, Read, cancellationToken))
                .GroupBy(entry => entry.Subject, StringComparer.Ordinal).ToDictionary(of => of.Key ?? "", of => of.Max(entry => entry.Sequence), StringComparer.Ordinal);
            var failures = (await store.Audit.ListOfAsync(SignInAudit.Failed, Read, cancellationToken))
                .Where(entry => entry.Subject is { } account && IsRecent(entry.At) && entry.Sequence > since.GetValueOrDefault(account));
            foreach (var of in failures.GroupBy(entry => entry.Subject!, StringComparer.Ordinal))
                throttle.Remember(of.Key, of.Count());
            Volatile.Write(ref _isRead, true);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    // A failure from the future is one of a clock that was wrong: it counts, since the pause that it brings is short.
    private bool IsRecent(DateTimeOffset at) => time.GetUtcNow() - at <= SignInThrottle.Longest;
}
