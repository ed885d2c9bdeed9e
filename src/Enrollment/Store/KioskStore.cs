using AccessKiosk.Enrollment.Audit;
using AccessKiosk.Enrollment.Keys;
using AccessKiosk.Enrollment.Privacy;
using AccessKiosk.Enrollment.Renewal;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Store;

/// <summary>
/// The kiosk's store: one SQLite file, a key store beside it, and the people in memory. Safe for use from many threads.
/// What a completed task has written survives a kill or a power cut. Faults are <see cref="StoreException"/>s.
/// </summary>
public sealed class KioskStore : IAsyncDisposable
{
    private readonly StoreCore _core;
    private readonly StoreLock? _lock;

    internal KioskStore(StoreCore core, StoreLock? held, bool auditReachesAnchor)
    {
        (_core, _lock) = (core, held);
        AuditReachesAnchor = auditReachesAnchor;
        core.Changed = change => Changed?.Invoke(this, change);
        core.CalibrationsChanged = () => CalibrationsChanged?.Invoke(this, EventArgs.Empty);
        People = new(core);
        References = new(core);
        Renewals = new(core);
        Consents = new(core);
        Groups = new(core);
        Calibrations = new(core);
        Events = new(core);
        Alerts = new(core);
        Operators = new(core);
        Settings = new(core);
        AccessMemory = new(core);
        Secrets = new(core.Keys);
        ApiKeys = new(core);
        Webhooks = new(core);
        Audit = new(core);
        Privacy = new(core, References, Renewals);
    }

    /// <summary>
    /// A person changed, durably; raised in the order of the commits, between them: handlers must be quick, must not throw,
    /// and must not wait for another write.
    /// </summary>
    public event EventHandler<StoreChangedEventArgs>? Changed;

    /// <summary>A calibration record was added or removed, durably; handlers must be quick and must not throw.</summary>
    public event EventHandler? CalibrationsChanged;

    /// <summary>People.</summary>
    public PeopleStore People { get; }

    /// <summary>Their references.</summary>
    public ReferenceStore References { get; }

    /// <summary>Proposals to renew them.</summary>
    public RenewalStore Renewals { get; }

    /// <summary>Their decisions about the use of their faces.</summary>
    public ConsentStore Consents { get; }

    /// <summary>Groups of people.</summary>
    public GroupStore Groups { get; }

    /// <summary>Calibration records.</summary>
    public CalibrationStore Calibrations { get; }

    /// <summary>What happened at the doors.</summary>
    public EventStore Events { get; }

    /// <summary>Suspected presentation attacks.</summary>
    public AlertStore Alerts { get; }

    /// <summary>Who may sign in.</summary>
    public OperatorStore Operators { get; }

    /// <summary>Documents of the site's settings.</summary>
    public SettingStore Settings { get; }

    /// <summary>What the access policy remembers over a restart.</summary>
    public AccessMemoryStore AccessMemory { get; }

    /// <summary>Seals small secrets that lie beside the store.</summary>
    public SecretBox Secrets { get; }

    /// <summary>Keys for the API.</summary>
    public ApiKeyStore ApiKeys { get; }

    /// <summary>Addresses that are told of events.</summary>
    public WebhookStore Webhooks { get; }

    /// <summary>Who did what.</summary>
    public AuditLog Audit { get; }

    /// <summary>Export, erasure, retention.</summary>
    public PrivacyDesk Privacy { get; }

    /// <summary>
    /// False when, at opening, the audit did not reach its anchor: entries were deleted or replaced while the kiosk was
    /// down. Tell the admin to run the verification.
    /// </summary>
    public bool AuditReachesAnchor { get; }

    /// <summary>
    /// Opens the store; makes it, with its keys, on the very first start. Checks the file's integrity, migrates an older
    /// version, and finishes what a kill cut short.
    /// </summary>
    public static Task<KioskStore> OpenAsync(
        StoreOptions options,
        StoreAccess access = StoreAccess.Exclusive,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var clock = time ?? TimeProvider.System;
        if (access == StoreAccess.Read)
            return Task.Run(() => StoreOpening.ForReadingAsync(options, clock, cancellationToken), cancellationToken);
        DurableFile.MakeFolder(Path.GetDirectoryName(options.DatabasePath)!);
        var held = StoreLock.Take(options.DatabasePath);
        return Task.Run(() => StoreOpening.LockedAsync(options, held, restore: null, clock, cancellationToken), CancellationToken.None);
    }

    /// <summary>
    /// Copies the database, consistent while the kiosk runs, to a new file. It holds no key: names and faces in it can be
    /// read only with this store's key store, and no longer once a person's key is destroyed.
    /// </summary>
    public Task<BackupReport> BackupAsync(string file, string by, bool overwrite = false, CancellationToken cancellationToken = default) =>
        StoreBackup.WriteAsync(_core, file, by, overwrite, cancellationToken);

    /// <summary>
    /// Puts a backup in the database's place: verified first, the old file kept beside it. The kiosk must be stopped.
    /// Whoever was erased since the backup is erased from it again.
    /// </summary>
    public static Task<RestoreReport> RestoreAsync(
        StoreOptions options,
        string file,
        string by,
        bool dropUnreadable = false,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(
            () => StoreRestore.RunAsync(options, file, by, dropUnreadable, time ?? TimeProvider.System, cancellationToken),
            cancellationToken);

    /// <summary>
    /// Wraps every data key under a new master key; safe to be killed at any moment.
    /// </summary>
    /// <param name="by">The operator.</param>
    /// <param name="newKeyFile">
    /// The new key (64 hexadecimal digits, mode 0600); null to make one. Needed when the key is a systemd credential.
    /// </param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    public Task RotateKeysAsync(string by, string? newKeyFile = null, CancellationToken cancellationToken = default) =>
        _core.WriteAsync(
            (work, _) =>
            {
                work.Audit(by, "keys.rotated");
                work.BeforeCommit = () => KeyRing.Rotate(_core.Options, _core.Keys, newKeyFile);
                return Task.CompletedTask;
            },
            cancellationToken);

    /// <summary>Sizes and counts, for a health page.</summary>
    public Task<StoreStatus> StatusAsync(CancellationToken cancellationToken = default) => _core.ReadAsync(
        async (db, token) => new StoreStatus(
            _core.Keys.Store,
            _core.Database.Path,
            new FileInfo(_core.Database.Path).Length,
            MasterKeyPlace.Of(_core.Options).Path,
            People.Count,
            await db.References.CountAsync(token),
            await db.Events.CountAsync(token),
            await db.Alerts.CountAsync(token),
            _core.Head.Current.Sequence,
            (await KeyUse.UnusedAsync(_core.Keys, db, token)).Count,
            AuditReachesAnchor),
        cancellationToken);

    /// <summary>Writes what waits and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await Events.DisposeAsync();
        _core.Dispose();
        _lock?.Dispose();
    }
}
