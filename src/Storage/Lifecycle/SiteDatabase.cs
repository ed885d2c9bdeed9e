using AccessKiosk.Storage.Audit;
using AccessKiosk.Storage.Erasure;
using AccessKiosk.Storage.Files;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Records;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Lifecycle;

/// <summary>
/// The site's database: one SQLite file and a key store beside it. Safe for use from many threads.
/// What a completed task has written survives a kill or a power cut. Faults are <see cref="StoreException"/>s.
/// </summary>
public sealed class SiteDatabase : IAsyncDisposable
{
    private readonly StoreLock? _lock;

    internal SiteDatabase(StoreCore core, StoreLock? held, bool auditReachesAnchor)
    {
        (Core, _lock) = (core, held);
        AuditReachesAnchor = auditReachesAnchor;
        core.Changed = change => Changed?.Invoke(this, change);
        Events = new(core);
        Alerts = new(core);
        Operators = new(core);
        Settings = new(core);
        AccessStates = new(core);
        Muster = new(core);
        Secrets = new(core.Keys);
        ApiKeys = new(core);
        Subscriptions = new(core);
        Audit = new(core);
    }

    /// <summary>
    /// A person changed, durably; raised in the order of the commits, between them: handlers must be quick, must not throw,
    /// and must not wait for another write.
    /// </summary>
    public event EventHandler<StoreChangedEventArgs>? Changed;

    /// <summary>What happened at the doors.</summary>
    public EventStore Events { get; }

    /// <summary>Suspected presentation attacks.</summary>
    public AlertStore Alerts { get; }

    /// <summary>Who may sign in.</summary>
    public OperatorStore Operators { get; }

    /// <summary>Documents of the site's settings.</summary>
    public SettingStore Settings { get; }

    /// <summary>What the access policy remembers over a restart.</summary>
    public AccessStateStore AccessStates { get; }

    /// <summary>Where people were, and who was marked safe.</summary>
    public MusterStore Muster { get; }

    /// <summary>Seals small secrets that lie beside the store.</summary>
    public SecretBox Secrets { get; }

    /// <summary>Keys for the API.</summary>
    public ApiKeyStore ApiKeys { get; }

    /// <summary>Addresses that are told of events.</summary>
    public SubscriptionStore Subscriptions { get; }

    /// <summary>Who did what.</summary>
    public AuditLog Audit { get; }

    /// <summary>How far the clock can be trusted.</summary>
    public SiteClock Clock => Core.Clock;

    /// <summary>
    /// False when, at opening, the audit did not reach its anchor or what its witness saw: entries were deleted or replaced
    /// while the kiosk was down, or an older database and key store were put in place. Tell the admin to run the verification.
    /// </summary>
    public bool AuditReachesAnchor { get; }

    internal StoreCore Core { get; }

    /// <summary>
    /// Opens the database; makes it, with its keys, on the very first start. Checks the file's integrity, migrates an older
    /// version, and finishes what a kill cut short.
    /// </summary>
    public static Task<SiteDatabase> OpenAsync(
        StoreOptions options,
        StoreAccess access = StoreAccess.Exclusive,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default) => OpenAsync(options, access, time, people: null, cancellationToken);

    /// <summary>Puts a backup in the database's place, without asking: see <see cref="PrepareRestoreAsync"/>.</summary>
    public static async Task<RestoreReport> RestoreAsync(
        StoreOptions options,
        string file,
        string by,
        bool dropUnreadable = false,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        await using var restore = await PrepareRestoreAsync(options, file, by, dropUnreadable, time: time, cancellationToken: cancellationToken);
        return await restore.ApplyAsync();
    }

    /// <summary>
    /// Verifies a backup and says what it would change; it is put in place when told so, the old file kept beside it. The
    /// kiosk must be stopped. Whoever was erased since the backup is erased from it again.
    /// </summary>
    /// <param name="options">The store.</param>
    /// <param name="file">The backup.</param>
    /// <param name="by">The operator.</param>
    /// <param name="dropUnreadable">Drops people whom no key opens, instead of refusing.</param>
    /// <param name="allowUnsealed">Takes a backup without a seal, as versions before the seal wrote them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">It is not this store's, damaged, or not as the kiosk wrote it.</exception>
    public static Task<PendingRestore> PrepareRestoreAsync(
        StoreOptions options,
        string file,
        string by,
        bool dropUnreadable = false,
        bool allowUnsealed = false,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(
            () => StoreRestore.Prepare(new(options, file, by, dropUnreadable, allowUnsealed), time ?? TimeProvider.System, cancellationToken),
            cancellationToken);

    /// <summary>
    /// Verifies a backup while the store is in use and says what a restore would change. People whom no key opens are no reason to
    /// refuse here. One at a time.
    /// </summary>
    /// <param name="options">The store's options.</param>
    /// <param name="file">The backup.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">It is no backup of this store, damaged, or was changed.</exception>
    public Task<RestoreChanges> InspectBackupAsync(StoreOptions options, string file, CancellationToken cancellationToken = default) =>
        Core.ReadAsync((_, token) => Task.FromResult(StoreRestore.Inspect(new(options, file, "system", DropUnreadable: true, AllowUnsealed: false), Core.Keys, token)), cancellationToken);

    /// <summary>
    /// Copies the database, consistent while the kiosk runs, to a new file. It holds no key: names and faces in it can be
    /// read only with this store's key store, and no longer once a person's key is destroyed.
    /// </summary>
    public Task<BackupReport> BackupAsync(string file, string by, bool overwrite = false, CancellationToken cancellationToken = default) =>
        StoreBackup.WriteAsync(Core, file, by, overwrite, cancellationToken);

    /// <summary>
    /// Wraps every data key under a new master key; safe to be killed at any moment.
    /// </summary>
    /// <param name="by">The operator.</param>
    /// <param name="newKeyFile">
    /// The new key (64 hexadecimal digits, mode 0600); null to make one. Needed when the key is a systemd credential.
    /// </param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    public Task RotateKeysAsync(string by, string? newKeyFile = null, CancellationToken cancellationToken = default) =>
        Core.WriteAsync(
            (work, _) =>
            {
                work.Audit(by, "keys.rotated");
                work.BeforeCommit = () => KeyRing.Rotate(Core.Options, Core.Keys, newKeyFile);
                return Task.CompletedTask;
            },
            cancellationToken);

    /// <summary>Sizes and counts, for a health page.</summary>
    public Task<StoreStatus> StatusAsync(CancellationToken cancellationToken = default) => Core.ReadAsync(
        async (db, token) => new StoreStatus(
            Core.Keys.Store,
            Core.Database.Path,
            new FileInfo(Core.Database.Path).Length,
            MasterKeyPlace.Of(Core.Options).Path,
            await db.People.CountAsync(token),
            await db.References.CountAsync(token),
            await db.Events.CountAsync(token),
            await db.Alerts.CountAsync(token),
            Core.Head.Current.Sequence,
            (await KeyUse.UnusedAsync(Core.Keys, db, token)).Count,
            AuditReachesAnchor,
            await db.Audit.Where(row => row.Action == AuditWitness.RolledBack).MaxAsync(row => (DateTimeOffset?)row.At, token)),
        cancellationToken);

    /// <summary>Writes what waits and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await Events.DisposeAsync();
        Core.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Opens the database, with somebody who follows its people in memory.</summary>
    internal static Task<SiteDatabase> OpenAsync(
        StoreOptions options,
        StoreAccess access,
        TimeProvider? time,
        Func<StoreCore, IPeopleCache>? people,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var clock = time ?? TimeProvider.System;
        if (access == StoreAccess.Read)
            return Task.Run(() => StoreOpening.ForReadingAsync(options, clock, people, cancellationToken), cancellationToken);
        DurableFile.MakeFolder(Path.GetDirectoryName(options.DatabasePath)!);
        var held = StoreLock.Take(options.DatabasePath);
        return Task.Run(
            () => StoreOpening.LockedAsync(options, held, restore: null, clock, people, cancellationToken), CancellationToken.None);
    }
}
