using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Remote;
using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Clock;
using AccessKiosk.Storage.Erasure;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Transactions;

namespace AccessKiosk.Enrollment.Privacy;

/// <summary>What people may ask of the store, and what it must do unasked (GDPR art. 5, 15, 17, 20; BIPA).</summary>
public sealed class PrivacyService
{
    private const int LooksPerDay = 24;
    private static readonly TimeSpan Look = TimeSpan.FromDays(1) / LooksPerDay;

    private readonly StoreCore _core;
    private readonly PeopleDirectory _people;
    private readonly ReferenceStore _references;
    private readonly RenewalStore _renewals;
    private readonly RemoteEnrollmentStore _remote;

    internal PrivacyService(StoreCore core, PeopleDirectory people, ReferenceStore references, RenewalStore renewals, RemoteEnrollmentStore remote) =>
        (_core, _people, _references, _renewals, _remote) = (core, people, references, renewals, remote);

    /// <summary>
    /// Writes everything stored about a person as JSON, embeddings included. Audited first, also beside a running kiosk.
    /// </summary>
    public async Task ExportAsync(PersonId person, Stream stream, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var known = _people.Require(person);
        await _core.RecordAsync(by, "person.exported", person.ToString(), null, cancellationToken);
        await PersonExport.WriteAsync(_core, known, _references, _renewals, _remote, stream, cancellationToken);
    }

    /// <summary>Records that a table of people leaves the kiosk.</summary>
    /// <param name="people">How many are in it.</param>
    /// <param name="which">Who they are, in words.</param>
    /// <param name="by">The operator.</param>
    /// <param name="cancellationToken">Gives up before the write.</param>
    /// <exception cref="StoreException">It cannot be recorded, so the table must not leave.</exception>
    public Task RecordTableAsync(int people, string which, string by, CancellationToken cancellationToken = default) =>
        _core.RecordAsync(by, "people.exported", null, new { people, which }, cancellationToken);

    /// <summary>
    /// Erases a person: references, consents and name are deleted, events and alerts made anonymous, and the person's keys
    /// destroyed, so that no backup can be read for them. It cannot be undone.
    /// </summary>
    public Task<ErasureCertificate> EraseAsync(PersonId person, string by, CancellationToken cancellationToken = default) =>
        Eraser.EraseAsync(_core, person, by, "person.erased", cancellationToken);

    /// <summary>Says how much is stored, and how much of it the next purges remove.</summary>
    public Task<RetentionForecast> ForecastAsync(RetentionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RetentionForecast.MakeAsync(_core, _people, options, cancellationToken);
    }

    /// <summary>Removes what has been kept long enough; audited.</summary>
    public Task<PurgeReport> PurgeAsync(RetentionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Retention.PurgeAsync(_core, _people, _remote, options, cancellationToken);
    }

    /// <summary>
    /// Purges now and then daily until cancelled, and witnesses the time that passes in between.
    /// <paramref name="onFault"/> hears of a purge that failed, <paramref name="onClock"/> of every look at the clock.
    /// </summary>
    public async Task PurgeDailyAsync(
        RetentionOptions options, Action<StoreException> onFault, Action<ClockReading> onClock, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Look, _core.Time);
        for (var look = 0; ; look++)
        {
            try
            {
                if (look % LooksPerDay == 0)
                    await PurgeAsync(options, cancellationToken);
                else
                    await _core.Clock.ObserveAsync(cancellationToken);
                onClock(_core.Clock.Read());
            }
            catch (StoreException fault)
            {
                onFault(fault);
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Destroys the keys of people who are not in the database: left by an enrolment cut short, or by the restore of an
    /// older backup. After that no other backup can bring these people back. Returns how many.
    /// </summary>
    public Task<int> DestroyUnusedKeysAsync(string by, CancellationToken cancellationToken = default) => _core.WriteAsync(
        async (work, token) =>
        {
            var unused = await KeyUse.UnusedAsync(_core.Keys, work.Db, token);
            work.Audit(by, "keys.unused-destroyed", null, new { keys = unused.Count });
            work.BeforeCommit = () => _core.Keys.Destroy(KeyKind.Profile, unused);
            return unused.Count;
        },
        cancellationToken);
}
