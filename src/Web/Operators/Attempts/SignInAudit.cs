using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Web.Operators.Attempts;

/// <summary>
/// Audits who signs in, and failures to: the first of a minute each, the rest as one row with their number, so that a flood does
/// not fill the disk. A disk that takes no more keeps nobody out, who may have to free it or to open the door: what cannot be
/// recorded now is kept, some of it, and recorded later.
/// </summary>
internal sealed class SignInAudit(KioskStore store, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Failures of a minute that are recorded one by one.</summary>
    public const int Each = 10;

    /// <summary>Sign-ins that are kept for later; further ones are not recorded.</summary>
    public const int MostLate = 100;

    /// <summary>What the audit calls a sign-in.</summary>
    public const string SignedIn = "operator.signed-in";

    /// <summary>What the audit calls an attempt that failed.</summary>
    public const string Failed = "operator.sign-in-failed";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Queue<(string Name, string Account, long? Step, DateTimeOffset At)> _late = [];
    private long _begun = long.MinValue;
    private int _written;
    private int _more;
    private ITimer? _end;

    /// <summary>Records that an operator has signed in, or keeps it until it can be recorded.</summary>
    /// <param name="account">Who.</param>
    /// <param name="step">The step of the second factor's code; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SignedInAsync(OperatorAccount account, long? step, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await store.Audit.AppendAsync(account.Name, SignedIn, account.Id.ToString("N"), step is null ? null : new { step }, cancellationToken);
        }
        catch (StoreException)
        {
            if (_late.Count < MostLate)
                _late.Enqueue((account.Name, account.Id.ToString("N"), step, time.GetUtcNow()));
            Arm();
        }
        finally
        {
            _gate.Release();
        }
    }

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

            if (_written < Each)
            {
                // An unknown name may be a password typed in the wrong field: it is not written down.
                await store.Audit.AppendAsync(name, Failed, account, null, cancellationToken);
                _written++;
                return;
            }

            Miss();
        }
        catch (StoreException)
        {
            Miss();
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
        await FlushAsync(again: false);
        _gate.Dispose();
    }

    private void Miss()
    {
        if (_more++ == 0)
            Arm();
    }

    private void Arm()
    {
        _end?.Dispose();
        _end = time.CreateTimer(_ => _ = FlushAsync(again: true), null, Window, Timeout.InfiniteTimeSpan);
    }

    private async Task FlushAsync(bool again)
    {
        try
        {
            await _gate.WaitAsync();
            try
            {
                await LateAsync();
                await CountAsync();
            }
            catch (StoreException) when (again)
            {
                Arm();
            }
            finally
            {
                _gate.Release();
            }
        }
        catch (Exception fault) when (fault is StoreException or ObjectDisposedException)
        {
            // The store is closed or full: the first failures are recorded.
        }
    }

    private async Task LateAsync()
    {
        while (_late.TryPeek(out var one))
        {
            await store.Audit.AppendAsync(one.Name, SignedIn, one.Account, new { recordedLate = true, at = one.At, step = one.Step }, CancellationToken.None);
            _late.Dequeue();
        }
    }

    private async Task CountAsync()
    {
        if (_more == 0)
            return;
        await store.Audit.AppendAsync("nobody", "operator.sign-in-failures", null, new { count = _more }, CancellationToken.None);
        _more = 0;
    }
}
