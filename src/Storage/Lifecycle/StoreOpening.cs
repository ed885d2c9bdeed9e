using AccessKiosk.Storage.Audit;
using AccessKiosk.Storage.Erasure;
using AccessKiosk.Storage.Files;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Sqlite;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Lifecycle;

/// <summary>Whether the audit is as it was left.</summary>
internal enum HeadState
{
    /// <summary>It reaches its anchor and what the witness saw.</summary>
    Sound,

    /// <summary>It does not reach its anchor.</summary>
    Touched,

    /// <summary>It does not reach what the witness saw: database and key store are older than what ran here.</summary>
    RolledBack,
}

/// <summary>The steps from files to an open store, in the order in which a doubt must stop them.</summary>
internal static class StoreOpening
{
    public static async Task<SiteDatabase> LockedAsync(
        StoreOptions options,
        StoreLock held,
        RestoreMark? restore,
        TimeProvider time,
        Func<StoreCore, IPeopleCache>? people,
        CancellationToken cancellationToken)
    {
        StoreCore? core = null;
        try
        {
            var path = options.DatabasePath;
            var keys = KeyRing.Open(options, StoreOptions.HasContent(path), readOnly: false, time);
            core = Core(options, keys, readOnly: false, time);
            RefuseLostDatabase(options, keys);
            DatabaseFile.MakePrivate(path);
            DatabaseFile.Verify(path, thorough: false);
            var sound = await StartAsync(core, restore, people, cancellationToken);
            return new(core, held, sound);
        }
        catch (Exception fault)
        {
            core?.Dispose();
            held.Dispose();
            if (StoreFaults.IsDatabase(fault))
                throw StoreFaults.Explain(fault, options.DatabasePath);
            throw;
        }
    }

    /// <summary>The kiosk beside may write between our look at the keys and at the rows: then look again.</summary>
    public static async Task<SiteDatabase> ForReadingAsync(
        StoreOptions options, TimeProvider time, Func<StoreCore, IPeopleCache>? people, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceForReadingAsync(options, time, people, cancellationToken);
            }
            catch (StoreException fault) when (attempt < 10 && fault.Fault is (StoreFault.Damaged or StoreFault.KeyWrong))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt), TimeProvider.System, cancellationToken);
            }
        }
    }

    private static async Task<SiteDatabase> OnceForReadingAsync(
        StoreOptions options, TimeProvider time, Func<StoreCore, IPeopleCache>? people, CancellationToken cancellationToken)
    {
        var exists = StoreOptions.HasContent(options.DatabasePath);
        var core = Core(options, KeyRing.Open(options, exists, readOnly: true, time), readOnly: true, time);
        try
        {
            RefuseLostDatabase(options, core.Keys);
            if (!exists)
                throw HalfMade(options);
            DatabaseFile.Verify(options.DatabasePath, thorough: false);
            RefuseOtherStore(core);
            var sound = await core.ReadAsync(
                async (db, token) =>
                {
                    if (!(await db.Database.GetAppliedMigrationsAsync(token)).Any())
                        throw HalfMade(options);
                    if ((await db.Database.GetPendingMigrationsAsync(token)).Any())
                        throw new StoreException(
                            StoreFault.Older, $"{core.Database.Path} was written by an older version: start the kiosk once to bring it up to date.");
                    var sound = await FindHeadAsync(core, db, token) is HeadState.Sound;
                    await core.Clock.LoadAsync(db, null, token);
                    await LoadAsync(core, people, db, token);
                    return sound;
                },
                cancellationToken);
            return new(core, null, sound);
        }
        catch
        {
            core.Dispose();
            throw;
        }
    }

    private static StoreException HalfMade(StoreOptions options) => new(
        StoreFault.DatabaseMissing,
        $"The store in {options.Directory} is empty: its first start was cut short. Start the kiosk once, or add somebody, and it is made whole; nothing was stored yet.");

    private static StoreCore Core(StoreOptions options, KeyStore keys, bool readOnly, TimeProvider time)
    {
        var database = new Database(options.DatabasePath, options.BusyTimeout, readOnly);
        var head = new AuditHead(new AuditChain(keys.AuditKey()), keys, new AuditWitness(options.WitnessPath, keys));
        return new(options, database, keys, head, time);
    }

    private static async Task<bool> StartAsync(
        StoreCore core, RestoreMark? restore, Func<StoreCore, IPeopleCache>? people, CancellationToken cancellationToken)
    {
        await DatabaseFile.MigrateAsync(core.Database, cancellationToken);
        RefuseOtherStore(core);
        var head = await core.ReadAsync((db, token) => FindHeadAsync(core, db, token), cancellationToken);
        await core.WriteAsync(
            async (work, token) =>
            {
                // A write at every start: a read-only or full disk shows now, not at the first door.
                var row = await work.Db.Store.SingleOrDefaultAsync(token);
                if (row is null)
                    work.Db.Store.Add(row = new() { Id = 1, Store = core.Keys.Store, CreatedAt = work.Now });
                await core.Clock.LoadAsync(work.Db, row.OpenedAt == default ? null : row.OpenedAt, token);
                await core.Clock.KeepAsync(work, token);
                row.OpenedAt = core.Clock.Read().Stamp;
                if (restore is not null)
                    await restore.AuditAsync(work, token);
                else if (head is HeadState.RolledBack)
                    work.Audit("system", AuditWitness.RolledBack, null, new { witnessed = core.Head.Witness.Read()?.Sequence, found = work.Head.Sequence });
            },
            cancellationToken);
        await Recovery.RunAsync(core, restore?.DropUnreadable ?? false, cancellationToken);
        await core.ReadAsync(
            async (db, token) =>
            {
                await LoadAsync(core, people, db, token);
                return true;
            },
            cancellationToken);
        await core.Inbox.TakeAsync(cancellationToken);
        core.Head.Witness.Write(core.Head.Current);
        return head is HeadState.Sound || restore is not null;
    }

    private static async Task<HeadState> FindHeadAsync(StoreCore core, KioskDb db, CancellationToken cancellationToken)
    {
        var sound = await core.Head.FindAsync(db, cancellationToken);
        return !await core.Head.Witness.IsReachedAsync(db, core.Head.Chain, cancellationToken) ? HeadState.RolledBack : sound ? HeadState.Sound : HeadState.Touched;
    }

    // After the recovery: it erases rows whose keys are gone, which nobody could open.
    private static Task LoadAsync(StoreCore core, Func<StoreCore, IPeopleCache>? people, KioskDb db, CancellationToken cancellationToken)
    {
        core.People = people?.Invoke(core);
        return core.People?.LoadAsync(db, cancellationToken) ?? Task.CompletedTask;
    }

    private static void RefuseLostDatabase(StoreOptions options, KeyStore keys)
    {
        var everHadPeople = keys.Count(KeyKind.Profile, KeyState.Live) + keys.Count(KeyKind.Profile, KeyState.Destroyed) > 0;
        if ((everHadPeople || keys.Anchor().Sequence > 0) && !StoreOptions.HasContent(options.DatabasePath))
            throw new StoreException(
                StoreFault.DatabaseMissing,
                $"The database {options.DatabasePath} is missing or empty while its keys exist: restore a backup; the keys are left as they are.");
    }

    private static void RefuseOtherStore(StoreCore core)
    {
        if (DatabaseFile.StoreOf(core.Database.Path) is { } store && store != core.Keys.Store)
            throw new StoreException(
                StoreFault.KeyWrong,
                $"The key store {core.Options.KeyStorePath} belongs to another database than {core.Database.Path}: put the two that belong together.");
    }
}
