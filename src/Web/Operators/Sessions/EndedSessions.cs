using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Audit;

namespace AccessKiosk.Web.Operators.Sessions;

/// <summary>
/// Sessions that were signed out of. The audit keeps them over a restart, as hashes; one session's end weighs nothing, and
/// its absolute life ends all that are older than the newest kept here.
/// </summary>
/// <param name="store">Where the audit is.</param>
/// <param name="time">The clock.</param>
/// <param name="started">When the kiosk started, as the clock's timestamp.</param>
internal sealed class EndedSessions(KioskStore store, TimeProvider time, long started) : IDisposable
{
    private const string Action = "operator.signed-out";
    private const string Restored = "store.restored";

    // More sign-outs than this do not fall into one session's absolute life.
    private const int Kept = 10_000;

    private readonly ConcurrentDictionary<string, bool> _ended = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private DateTimeOffset _restored;
    private volatile bool _isRead;

    /// <summary>A session's identifier.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Ends one.</summary>
    public async Task AddAsync(string session, ClaimsPrincipal who, CancellationToken cancellationToken)
    {
        var hash = Hash(session);
        _ended[hash] = true;
        try
        {
            await store.Audit.AppendAsync(who.Identity!.Name!, Action, who.FindFirstValue(ClaimTypes.NameIdentifier), new { session = hash }, cancellationToken);
        }
        catch (StoreException)
        {
            // A full disk keeps nobody signed in; only a restart could bring the session back.
        }
    }

    /// <summary>Whether one has ended. A backup does not know who signed out since: a restore ends every session before it.</summary>
    public async ValueTask<bool> ContainsAsync(string session, DateTimeOffset began, CancellationToken cancellationToken)
    {
        if (!_isRead)
            await ReadAsync(cancellationToken);
        return began < LastRestore() || _ended.ContainsKey(Hash(session));
    }

    // No restore is later than the start of the kiosk: one that is dated so was made under a wrong clock, and must not shut everybody out until then.
    private DateTimeOffset LastRestore() => time.GetUtcNow() - time.GetElapsedTime(started) is var start && start < _restored ? start : _restored;

    public void Dispose() => _gate.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isRead)
                return;
            foreach (var entry in await store.Audit.ListOfAsync(Action, Kept, cancellationToken))
            {
                if (SessionOf(entry) is { } hash)
                    _ended[hash] = true;
            }

            _restored = (await store.Audit.LatestAsync(Restored, cancellationToken))?.At ?? default;
            _isRead = true;
        }
        finally
        {
            _gate.Release();
        }
    }

    private static string? SessionOf(AuditEntry entry)
    {
        using var details = JsonDocument.Parse(entry.Details ?? "{}");
        return details.RootElement.TryGetProperty("session", out var session) ? session.GetString() : null;
    }

    private static string Hash(string session) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session)).AsSpan(0, 16));
}
