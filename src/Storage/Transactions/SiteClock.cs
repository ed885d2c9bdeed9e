using AccessKiosk.Foundation;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Clock;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Transactions;

/// <summary>
/// The store's clock. Data is destroyed for its age only by time that was witnessed: a clock that is wrong once, at a
/// start or by a bad NTP answer, ages nothing. Thread-safe.
/// </summary>
public sealed class SiteClock
{
    private const string Setting = "clock";
    private const string Actor = "system";

    private readonly StoreCore _core;
    private readonly Lock _gate = new();
    private ClockWitness _witness;
    private long _since;
    private SteadyTime _steady;

    internal SiteClock(StoreCore core)
    {
        _core = core;
        (_witness, _since) = (new(core.Time.GetUtcNow(), default), core.Time.GetTimestamp());
        _steady = new(core.Time, _witness.Witnessed);
    }

    /// <summary>
    /// Now, for how long ago something was that must neither end early nor last longer because a wall clock is set: it begins
    /// with the time that was witnessed and passes with the monotonic clock. It may lag behind the wall clock by what the kiosk was off.
    /// </summary>
    public DateTimeOffset Steady
    {
        get
        {
            lock (_gate)
                return _steady.Now;
        }
    }

    /// <summary>Both clocks, now.</summary>
    public ClockReading Read()
    {
        lock (_gate)
        {
            var now = _core.Time.GetUtcNow();
            return new(now, _witness.After(_core.Time.GetElapsedTime(_since), now).Witnessed);
        }
    }

    /// <summary>Reads both clocks and keeps what was witnessed; to be called every hour while the kiosk runs.</summary>
    public Task<ClockReading> ObserveAsync(CancellationToken cancellationToken = default) => _core.WriteAsync(
        async (work, token) =>
        {
            var reading = Advance();
            await KeepAsync(work, token);
            return reading;
        },
        cancellationToken);

    /// <summary>Takes the wall clock for right, because somebody says so; audited.</summary>
    public Task<ClockReading> ConfirmAsync(string by, CancellationToken cancellationToken = default) => _core.WriteAsync(
        async (work, token) =>
        {
            var before = Advance();
            lock (_gate)
                _witness = new(before.Now, default);
            work.Audit(by, "clock.confirmed", null, new { now = before.Now, witnessed = before.Witnessed });
            await KeepAsync(work, token);
            return new ClockReading(before.Now, before.Now);
        },
        cancellationToken);

    /// <summary>Takes up what was kept; a store of an older version begins with the newest instant of its record.</summary>
    internal async Task LoadAsync(KioskDb db, DateTimeOffset? lastOpened, CancellationToken cancellationToken)
    {
        var kept = await db.Settings.AsNoTracking().SingleOrDefaultAsync(row => row.Name == Setting, cancellationToken);
        var from = kept is not null ? ClockWitness.FromJson(kept.Text) : await NewestAsync(db, lastOpened, cancellationToken);
        lock (_gate)
        {
            (_witness, _since) = (from ?? new(_core.Time.GetUtcNow(), default), _core.Time.GetTimestamp());
            _steady = new(_core.Time, _witness.Witnessed);
        }
    }

    /// <summary>Keeps the state in a transaction.</summary>
    internal async Task KeepAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        var row = await work.Db.Settings.SingleOrDefaultAsync(row => row.Name == Setting, cancellationToken);
        if (row is null)
            work.Db.Settings.Add(row = new() { Name = Setting, Text = "", ChangedBy = Actor });
        lock (_gate)
            row.Text = _witness.ToJson();
        (row.Version, row.ChangedAt) = (row.Version + 1, work.Now);
    }

    private static async Task<ClockWitness?> NewestAsync(KioskDb db, DateTimeOffset? lastOpened, CancellationToken cancellationToken)
    {
        DateTimeOffset?[] newest =
        [
            lastOpened,
            await db.Audit.MaxAsync(row => (DateTimeOffset?)row.At, cancellationToken),
            await db.Events.MaxAsync(row => (DateTimeOffset?)row.At, cancellationToken),
        ];
        return newest.Max() is { } at ? new(at, default) : null;
    }

    private ClockReading Advance()
    {
        lock (_gate)
        {
            var (now, elapsed) = (_core.Time.GetUtcNow(), _core.Time.GetElapsedTime(_since));
            (_witness, _since) = (_witness.After(elapsed, now), _core.Time.GetTimestamp());
            return new(now, _witness.Witnessed);
        }
    }
}
