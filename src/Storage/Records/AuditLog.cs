using AccessKiosk.Storage.Audit;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Records;

/// <summary>Who did what: append only, chained by hash. Write identifiers, never names of people or anything biometric.</summary>
public sealed class AuditLog
{
    private readonly StoreCore _core;

    internal AuditLog(StoreCore core) => _core = core;

    /// <summary>Adds an entry; durable on completion.</summary>
    /// <param name="actor">The operator's name, or <c>system</c>.</param>
    /// <param name="action">What, as <c>noun.verb</c>.</param>
    /// <param name="subject">The identifier of whom or what it was done to.</param>
    /// <param name="details">A value to be kept as JSON.</param>
    /// <param name="cancellationToken">Gives up before the write.</param>
    public Task<AuditEntry> AppendAsync(
        string actor, string action, string? subject = null, object? details = null, CancellationToken cancellationToken = default)
    {
        var verb = Check.Text(action, "the action", 100);
        var about = Check.Optional(subject, "the subject", KioskDb.NameLength);
        return _core.WriteAsync((work, _) => Task.FromResult(work.Audit(actor, verb, about, details)), cancellationToken);
    }

    /// <summary>
    /// Adds an entry, also beside a running kiosk, which takes it up within seconds; durable on completion. For reads that leave a trace.
    /// </summary>
    /// <param name="actor">The operator's name, or <c>system</c>.</param>
    /// <param name="action">What, as <c>noun.verb</c>.</param>
    /// <param name="subject">The identifier of whom or what it was done to.</param>
    /// <param name="details">An object to be kept as JSON.</param>
    /// <param name="cancellationToken">Gives up before the write.</param>
    /// <exception cref="StoreException">It cannot be recorded, so what it is about must not be done.</exception>
    public Task RecordAsync(string actor, string action, string? subject = null, object? details = null, CancellationToken cancellationToken = default) =>
        _core.RecordAsync(actor, Check.Text(action, "the action", 100), Check.Optional(subject, "the subject", KioskDb.NameLength), details, cancellationToken);

    /// <summary>Takes up the entries that commands beside the running kiosk left.</summary>
    public Task TakeLeftAsync(CancellationToken cancellationToken = default) => _core.Inbox.TakeAsync(cancellationToken);

    /// <summary>Entries before a place, newest first.</summary>
    /// <param name="subject">Only those about this identifier.</param>
    /// <param name="before">Only those before this sequence number; null for the newest.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(
        string? subject = null, long? before = null, int limit = 100, CancellationToken cancellationToken = default) =>
        QueryAsync(new() { Subject = subject, Before = before }, limit, cancellationToken);

    /// <summary>Entries that fit a query, newest first.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public Task<IReadOnlyList<AuditEntry>> QueryAsync(AuditQuery query, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _core.ReadAsync<IReadOnlyList<AuditEntry>>(
            async (db, token) =>
            {
                var rows = db.Audit.AsNoTracking();
                if (query.Subject is { } subject)
                    rows = rows.Where(row => row.Subject == subject);
                if (query.Actor is { } actor)
                    rows = rows.Where(row => row.Actor == actor);
                if (query.Noun is { } noun)
                    rows = rows.Where(row => row.Action.StartsWith(noun + "."));
                if (query.From is { } from)
                    rows = rows.Where(row => row.At >= from);
                if (query.Until is { } until)
                    rows = rows.Where(row => row.At < until);
                if (query.Before is { } before)
                    rows = rows.Where(row => row.Sequence < before);
                var found = await rows.OrderByDescending(row => row.Sequence).Take(Math.Clamp(limit, 1, 10_000)).ToListAsync(token);
                return found.ConvertAll(AuditEntry.Of);
            },
            cancellationToken);
    }

    /// <summary>What the entries are about: the nouns of their actions, in order.</summary>
    public Task<IReadOnlyList<string>> NounsAsync(CancellationToken cancellationToken = default) => _core.ReadAsync<IReadOnlyList<string>>(
        async (db, token) => [.. (await db.Audit.Select(row => row.Action).Distinct().ToListAsync(token)).Select(action => action.Split('.')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        cancellationToken);

    /// <summary>Entries of one action, newest first.</summary>
    /// <param name="action">What, as <c>noun.verb</c>.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public Task<IReadOnlyList<AuditEntry>> ListOfAsync(string action, int limit, CancellationToken cancellationToken = default) => _core.ReadAsync<IReadOnlyList<AuditEntry>>(
        async (db, token) => (await db.Audit.AsNoTracking().Where(row => row.Action == action).OrderByDescending(row => row.Sequence).Take(Math.Clamp(limit, 1, 10_000)).ToListAsync(token)).ConvertAll(AuditEntry.Of),
        cancellationToken);

    /// <summary>The newest entry of an action; null when there is none.</summary>
    /// <param name="action">What, as <c>noun.verb</c>.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public Task<AuditEntry?> LatestAsync(string action, CancellationToken cancellationToken = default) => _core.ReadAsync(
        async (db, token) => await db.Audit.AsNoTracking().Where(row => row.Action == action).OrderByDescending(row => row.Sequence).FirstOrDefaultAsync(token) is { } row
            ? AuditEntry.Of(row)
            : null,
        cancellationToken);

    /// <summary>Reads the whole chain and says where it was edited, cut, or reordered.</summary>
    public Task<AuditReport> VerifyAsync(CancellationToken cancellationToken = default)
    {
        return _core.ReadAsync(
            (db, token) =>
            {
                // The anchor first: entries written meanwhile lie beyond it.
                var verifier = new AuditVerifier(_core.Head.Chain, _core.Keys.Anchor());
                return verifier.RunAsync(db.Audit.AsNoTracking().OrderBy(row => row.Sequence).AsAsyncEnumerable(), token);
            },
            cancellationToken);
    }
}
