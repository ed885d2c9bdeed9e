using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using Microsoft.Data.Sqlite;

namespace AccessKiosk.PowerCut.Engines;

/// <summary>The product's own store, opened as the kiosk opens it: database, keys, audit.</summary>
internal sealed class KioskEngine : IEngine
{
    private const int Further = 10_000_000;

    public string Name { get; init; } = "kiosk";

    public bool IsControl { get; init; }

    public bool IgnoresFlushes { get; init; }

    // SQLite's index of its log: it is made anew when nobody has it open.
    public bool IsVolatile(string path) => path.EndsWith("-shm", StringComparison.Ordinal);

    public async Task WorkAsync(string folder, int seed, int count, Action<int> acknowledge, CancellationToken cancellationToken)
    {
        await using var session = await KioskSession.OpenAsync(folder, cancellationToken);
        var model = new KioskModel();
        for (var done = 0; ; done++)
        {
            acknowledge(done);
            if (done == count)
                return;
            var operation = KioskWorkload.Choose(model, seed, done);
            await operation.RunAsync(session);
            operation.Apply(model);
        }
    }

    public async Task<string?> CheckAsync(string folder, int seed, int acknowledged, CancellationToken cancellationToken)
    {
        try
        {
            var model = KioskWorkload.After(seed, Math.Max(acknowledged, 0));
            return await CompareAndGoOnAsync(folder, model, seed, acknowledged, cancellationToken)
                ?? FileFaults(folder)
                ?? await OpenAgainAsync(folder, model, cancellationToken);
        }
        catch (Exception fault) when (fault is StoreException or SqliteException or InvalidOperationException or NullReferenceException)
        {
            return $"{fault.GetType().Name}: {fault.Message}";
        }
    }

    private static async Task<string?> CompareAndGoOnAsync(
        string folder, KioskModel model, int seed, int acknowledged, CancellationToken cancellationToken)
    {
        await using var session = await KioskSession.OpenAsync(folder, cancellationToken);
        var begun = acknowledged < 0 ? new() { RunAsync = _ => Task.CompletedTask } : KioskWorkload.Choose(model, seed, acknowledged);
        var audit = KioskWorkload.AuditAfter(seed, Math.Max(acknowledged, 0));
        var done = KioskWorkload.After(seed, acknowledged + 1);
        return await CompareAsync(session, model, begun, done, audit, cancellationToken)
            ?? await GoOnAsync(session, model, seed, cancellationToken);
    }

    /// <summary>Brings the model to the state that was found.</summary>
    private static async Task<string?> CompareAsync(
        KioskSession session, KioskModel model, KioskOperation begun, KioskModel done, List<string> audit, CancellationToken cancellationToken)
    {
        var found = await KioskRows.ReadAsync(session.Store, cancellationToken);
        var first = Difference(found, model);
        var steps = 0;
        for (var difference = first; difference is not null; difference = Difference(found, model))
        {
            if (steps == begun.Steps.Count)
                return $"with the operation that was cut short undone: {first}; with it done: {difference}";
            begun.Steps[steps++](model);
        }

        // An operation that changes no row, as giving somebody the groups that they have, may be done or not: only the audit tells.
        var whole = steps == begun.Steps.Count || Difference(found, done) is null;
        return AuditFault(await AuditAsync(session.Store, cancellationToken), audit, begun, steps > 0, whole)
            ?? (session.Store.AuditReachesAnchor ? null : "the audit does not reach its anchor")
            ?? ((await session.Store.Audit.VerifyAsync(cancellationToken)).Faults is { Count: > 0 } faults ? $"the audit is broken: {faults[0]}" : null)
            ?? KeyFault((await session.Store.StatusAsync(cancellationToken)).UnusedKeys, begun, steps > 0);
    }

    private static string? AuditFault(List<string> found, List<string> acknowledged, KioskOperation begun, bool started, bool whole)
    {
        var without = found.SequenceEqual(acknowledged, StringComparer.Ordinal);
        var with = found.SequenceEqual(acknowledged.Concat(begun.Audit), StringComparer.Ordinal);
        var right = started ? with || (begun.Destroys && without) : without || (whole && with);
        return right ? null : $"the audit has {found.Count} entries of the workload; {acknowledged.Count} were acknowledged, its last is {found.LastOrDefault()}";
    }

    private static string? KeyFault(int unused, KioskOperation begun, bool started) =>
        unused <= (started ? 0 : begun.NewKeys) ? null : $"{unused} keys belong to nothing";

    private static async Task<string?> GoOnAsync(KioskSession session, KioskModel model, int seed, CancellationToken cancellationToken)
    {
        await RunAsync(PeopleOperations.Enrol(model, new Random(seed), 1));
        await RunAsync(SiteOperations.Event(Further, model.People.Keys.First()));
        await RunAsync(SiteOperations.Rotate());
        await RunAsync(PeopleOperations.Erase(model.People.Keys.First()));
        return Difference(await KioskRows.ReadAsync(session.Store, cancellationToken), model) is { } difference ? $"after going on: {difference}" : null;

        async Task RunAsync(KioskOperation operation)
        {
            await operation.RunAsync(session);
            operation.Apply(model);
        }
    }

    private static async Task<string?> OpenAgainAsync(string folder, KioskModel model, CancellationToken cancellationToken)
    {
        await using var session = await KioskSession.OpenAsync(folder, cancellationToken);
        return Difference(await KioskRows.ReadAsync(session.Store, cancellationToken), model) is { } difference ? $"when opened again: {difference}" : null;
    }

    private static string? FileFaults(string folder)
    {
        var store = Path.Combine(folder, "store");
        var keys = Directory.GetFiles(Path.Combine(store, "keys")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        if (!keys.SequenceEqual(["keystore", "master.key"], StringComparer.Ordinal))
            return $"the folder of the keys holds {string.Join(", ", keys)}";
        using var connection = new SqliteConnection($"Data Source={Path.Combine(store, "kiosk.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check(1)";
        return command.ExecuteScalar() is "ok" ? null : "the database's integrity check fails";
    }

    private static async Task<List<string>> AuditAsync(KioskStore store, CancellationToken cancellationToken) =>
    [
        .. (await store.Audit.ListAsync(limit: 10_000, cancellationToken: cancellationToken))
            .Where(entry => entry.Actor == KioskWorkload.By)
            .OrderBy(entry => entry.Sequence)
            .Select(entry => entry.Action),
    ];

    private static string? Difference(List<string> found, KioskModel model)
    {
        var expected = model.Lines();
        if (found.SequenceEqual(expected, StringComparer.Ordinal))
            return null;
        var lost = expected.Except(found, StringComparer.Ordinal).ToList();
        var extra = found.Except(expected, StringComparer.Ordinal).ToList();
        return $"{lost.Count} rows lost ({Shown(lost)}), {extra.Count} not expected ({Shown(extra)})";
    }

    private static string Shown(List<string> lines) => lines.Count == 0 ? "" : lines[0][..Math.Min(lines[0].Length, 150)];
}
