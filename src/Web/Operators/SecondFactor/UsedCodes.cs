using System.Text.Json;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Audit;
using AccessKiosk.Web.Operators.Attempts;

namespace AccessKiosk.Web.Operators.SecondFactor;

/// <summary>
/// Which codes of second factors were used: a code works once (RFC 6238, 5.2), so that who looks over a shoulder comes too late.
/// The entries of the audit that say who signed in keep the last steps over a restart.
/// </summary>
internal sealed class UsedCodes(KioskStore store, TimeProvider time) : IDisposable
{
    // A code is right for a minute and a half: more sign-ins than these do not fall into that.
    private const int Read = 1_000;

    private readonly Dictionary<Guid, long> _steps = [];
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _isRead;

    /// <summary>Takes a code, once. One that only a wrong clock took bars no other.</summary>
    /// <param name="account">Whose code it is.</param>
    /// <param name="step">The step that it is right for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> TryTakeAsync(Guid account, long step, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_isRead)
                await ReadAsync(cancellationToken);
            if (_steps.TryGetValue(account, out var before) && step <= before && before <= Totp.Newest(time.GetUtcNow()))
                return false;
            _steps[account] = step;
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        // The newest comes first.
        foreach (var entry in await store.Audit.ListOfAsync(SignInAudit.SignedIn, Read, cancellationToken))
            if (Guid.TryParse(entry.Subject, out var account) && StepOf(entry) is { } step)
                _steps.TryAdd(account, step);
        _isRead = true;
    }

    private static long? StepOf(AuditEntry entry)
    {
        using var details = JsonDocument.Parse(entry.Details ?? "{}");
        return details.RootElement.TryGetProperty("step", out var step) && step.ValueKind is JsonValueKind.Number ? step.GetInt64() : null;
    }
}
