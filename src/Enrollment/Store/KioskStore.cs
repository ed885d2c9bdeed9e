using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Privacy;
using AccessKiosk.Enrollment.Remote;
using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Lifecycle;
using AccessKiosk.Storage.Records;
using AccessKiosk.Storage.Transactions;

namespace AccessKiosk.Enrollment.Store;

/// <summary>
/// Everything that a kiosk stores: the site's database, and the people in it. Safe for use from many threads.
/// What a completed task has written survives a kill or a power cut. Faults are <see cref="StoreException"/>s.
/// </summary>
public sealed class KioskStore : IAsyncDisposable
{
    private readonly SiteDatabase _site;

    private KioskStore(SiteDatabase site, PeopleDirectory people)
    {
        _site = site;
        var core = site.Core;
        People = new(core, people);
        Editor = new(core, people);
        References = new(core, people);
        Renewals = new(core, people);
        Consents = new(core, people);
        Groups = new(core);
        Calibrations = new(core);
        Remote = new(core, people, References);
        Privacy = new(core, people, References, Renewals, Remote);
    }

    /// <inheritdoc cref="SiteDatabase.Changed"/>
    public event EventHandler<StoreChangedEventArgs>? Changed
    {
        add => _site.Changed += value;
        remove => _site.Changed -= value;
    }

    /// <inheritdoc cref="CalibrationStore.Changed"/>
    public event EventHandler? CalibrationsChanged
    {
        add => Calibrations.Changed += value;
        remove => Calibrations.Changed -= value;
    }

    /// <summary>People.</summary>
    public PeopleStore People { get; }

    /// <summary>Changes of many of them at once.</summary>
    public PeopleEditor Editor { get; }

    /// <summary>Their references.</summary>
    public ReferenceStore References { get; }

    /// <summary>Proposals to renew them.</summary>
    public RenewalStore Renewals { get; }

    /// <summary>Pictures of them from elsewhere that are not decided about.</summary>
    public RemoteEnrollmentStore Remote { get; }

    /// <summary>Their decisions about the use of their faces.</summary>
    public ConsentStore Consents { get; }

    /// <summary>Groups of people.</summary>
    public GroupStore Groups { get; }

    /// <summary>Calibration records.</summary>
    public CalibrationStore Calibrations { get; }

    /// <summary>Export, erasure, retention.</summary>
    public PrivacyService Privacy { get; }

    /// <inheritdoc cref="SiteDatabase.Events"/>
    public EventStore Events => _site.Events;

    /// <inheritdoc cref="SiteDatabase.Alerts"/>
    public AlertStore Alerts => _site.Alerts;

    /// <inheritdoc cref="SiteDatabase.Operators"/>
    public OperatorStore Operators => _site.Operators;

    /// <inheritdoc cref="SiteDatabase.Settings"/>
    public SettingStore Settings => _site.Settings;

    /// <inheritdoc cref="SiteDatabase.AccessStates"/>
    public AccessStateStore AccessStates => _site.AccessStates;

    /// <inheritdoc cref="SiteDatabase.Muster"/>
    public MusterStore Muster => _site.Muster;

    /// <inheritdoc cref="SiteDatabase.Secrets"/>
    public SecretBox Secrets => _site.Secrets;

    /// <inheritdoc cref="SiteDatabase.ApiKeys"/>
    public ApiKeyStore ApiKeys => _site.ApiKeys;

    /// <inheritdoc cref="SiteDatabase.Subscriptions"/>
    public SubscriptionStore Subscriptions => _site.Subscriptions;

    /// <inheritdoc cref="SiteDatabase.Audit"/>
    public AuditLog Audit => _site.Audit;

    /// <inheritdoc cref="SiteDatabase.Clock"/>
    public SiteClock Clock => _site.Clock;

    /// <inheritdoc cref="SiteDatabase.AuditReachesAnchor"/>
    public bool AuditReachesAnchor => _site.AuditReachesAnchor;

    /// <inheritdoc cref="SiteDatabase.OpenAsync(StoreOptions, StoreAccess, TimeProvider, CancellationToken)"/>
    public static async Task<KioskStore> OpenAsync(
        StoreOptions options,
        StoreAccess access = StoreAccess.Exclusive,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        PeopleDirectory? people = null;
        var site = await SiteDatabase.OpenAsync(
            options, access, time, core => people = new PeopleDirectory(core.Keys, core.Database.Path), cancellationToken);
        return new(site, people!);
    }

    /// <inheritdoc cref="SiteDatabase.RestoreAsync"/>
    public static Task<RestoreReport> RestoreAsync(
        StoreOptions options,
        string file,
        string by,
        bool dropUnreadable = false,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default) =>
        SiteDatabase.RestoreAsync(options, file, by, dropUnreadable, time, cancellationToken);

    /// <inheritdoc cref="SiteDatabase.PrepareRestoreAsync"/>
    public static Task<PendingRestore> PrepareRestoreAsync(
        StoreOptions options,
        string file,
        string by,
        bool dropUnreadable = false,
        bool allowUnsealed = false,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default) =>
        SiteDatabase.PrepareRestoreAsync(options, file, by, dropUnreadable, allowUnsealed, time, cancellationToken);

    /// <inheritdoc cref="SiteDatabase.InspectBackupAsync"/>
    public Task<RestoreChanges> InspectBackupAsync(StoreOptions options, string file, CancellationToken cancellationToken = default) =>
        _site.InspectBackupAsync(options, file, cancellationToken);

    /// <inheritdoc cref="SiteDatabase.BackupAsync"/>
    public Task<BackupReport> BackupAsync(string file, string by, bool overwrite = false, CancellationToken cancellationToken = default) =>
        _site.BackupAsync(file, by, overwrite, cancellationToken);

    /// <inheritdoc cref="SiteDatabase.RotateKeysAsync"/>
    public Task RotateKeysAsync(string by, string? newKeyFile = null, CancellationToken cancellationToken = default) =>
        _site.RotateKeysAsync(by, newKeyFile, cancellationToken);

    /// <inheritdoc cref="SiteDatabase.StatusAsync"/>
    public Task<StoreStatus> StatusAsync(CancellationToken cancellationToken = default) => _site.StatusAsync(cancellationToken);

    /// <inheritdoc cref="SiteDatabase.DisposeAsync"/>
    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
