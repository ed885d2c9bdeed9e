using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Web.Operators.Attempts;

/// <summary>Audits failures to sign in: the first of a minute each, the rest as one row with their number. A flood must not fill the disk.</summary>
internal sealed class SignInAudit(KioskStore store, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Failures of a minute that are recorded one by one.</summary>
    public const int Each = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private long _begun = long.MinValue;
    private int _written;
    private int _more;
    private ITimer? _end;

    /// <summary>Records a failure.</summary>
    /// <param name="name">The operator, or that it was nobody's name.</param>
    /// <param name="account">The operator's identifier.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task FailedAsync(string name, string? account, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_begun == long.MinValue || time.GetElapsedTime(_begun) >= Window)
            {
                await CountAsync();
                (_begun, _written) = (time.GetTimestamp(), 0);
            }

            if (_written++ < Each)
            {
                // An unknown name may be a password typed in the wrong field: it is not written down.
                await store.Audit.AppendAsync(name, "operator.sign-in-failed", account, null, cancellationToken);
                return;
            }

            if (_more++ == 0)
            {
                _end?.Dispose();
                _end = time.CreateTimer(_ => _ = FlushAsync(), null, Window, Timeout.InfiniteTimeSpan);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_end is not null)
            await _end.DisposeAsync();
        await FlushAsync();
        _gate.Dispose();
    }

    private async Task FlushAsync()
    {
        try
        {
            await _gate.WaitAsync();
            try
            {
                await CountAsync();
            }
            finally
            {
                _gate.Release();
            }
        }
        catch (Exception fault) when (fault is AccessKiosk.Storage.StoreException or ObjectDisposedException)
        {
            // The store is closed or full: the first failures are recorded.
        }
    }

    private async Task CountAsync()
    {
        if (Interlocked.Exchange(ref _more, 0) is > 0 and var count)
            await store.Audit.AppendAsync("nobody", "operator.sign-in-failures", null, new { count }, CancellationToken.None);
    }
}
