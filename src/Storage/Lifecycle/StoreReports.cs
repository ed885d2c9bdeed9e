namespace AccessKiosk.Storage.Lifecycle;

/// <summary>The store at a glance.</summary>
/// <param name="Store">The store's identifier, in the database and its key store.</param>
/// <param name="Database">The database file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="MasterKey">Where the master key is read.</param>
/// <param name="People">People.</param>
/// <param name="References">References.</param>
/// <param name="Events">Events.</param>
/// <param name="Alerts">Spoof alerts.</param>
/// <param name="AuditEntries">The audit's newest sequence number.</param>
/// <param name="UnusedKeys">Keys that no row needs; they can be destroyed by command.</param>
/// <param name="AuditReachesAnchor"><inheritdoc cref="SiteDatabase.AuditReachesAnchor"/></param>
/// <param name="RolledBackAt">When a start last found database and key store older than what had run before; null for never.</param>
public sealed record StoreStatus(
    Guid Store,
    string Database,
    long Bytes,
    string MasterKey,
    int People,
    int References,
    int Events,
    int Alerts,
    long AuditEntries,
    int UnusedKeys,
    bool AuditReachesAnchor,
    DateTimeOffset? RolledBackAt);

/// <summary>A backup that was written and checked.</summary>
/// <param name="File">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="People">People in it.</param>
/// <param name="References">References in it.</param>
public sealed record BackupReport(string File, long Bytes, int People, int References);

/// <summary>A restored backup.</summary>
/// <param name="KeptFile">Where the database before it lies; null when there was none.</param>
/// <param name="People">People after the restore.</param>
/// <param name="ErasedAgain">People in the backup who had been erased since, and are erased from it.</param>
/// <param name="Dropped">People dropped because no key opens them.</param>
/// <param name="UnusedKeys"><inheritdoc cref="StoreStatus" path="/param[@name='UnusedKeys']"/></param>
/// <param name="Changes">What it changed.</param>
public sealed record RestoreReport(string? KeptFile, int People, int ErasedAgain, int Dropped, int UnusedKeys, RestoreChanges Changes);

/// <summary>What a restore changes against the database that is there.</summary>
/// <param name="Compared">False when there is no database to compare with: then everything of the backup is listed.</param>
/// <param name="Sealed">Whether the backup carries this store's seal.</param>
/// <param name="Lines">The differences: operators, keys, webhooks, notifications, groups, settings, people, in that order.</param>
public sealed record RestoreChanges(bool Compared, bool Sealed, IReadOnlyList<RestoreChange> Lines);

/// <summary>One difference.</summary>
/// <param name="Table">What it is about: <c>operator</c>, <c>api_key</c>, <c>webhook</c>, <c>notification</c>, <c>group</c>, <c>setting</c>, <c>people</c> and so on.</param>
/// <param name="Name">Its name; for what is only counted, the table's.</param>
/// <param name="Now">What is there now; null for nothing.</param>
/// <param name="Then">What the backup holds; null for nothing.</param>
public sealed record RestoreChange(string Table, string Name, string? Now, string? Then);
