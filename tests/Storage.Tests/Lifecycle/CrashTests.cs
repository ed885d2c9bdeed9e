using System.Diagnostics;
using System.Globalization;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.CrashHarness;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Tests.Lifecycle;

/// <summary>
/// Kills a working process (SIGKILL), or cuts its power, at random moments, again and again on the same store, and looks
/// after each whether all that was acknowledged is there and nobody is half there. <c>CRASH_KILLS</c> sets how often.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly string Model = new('a', 64);

    [Fact]
    [Trait("Speed", "slow")]
    public Task Kills_at_random_moments_lose_nothing_acknowledged_and_leave_no_half_person() => CrashAsync(30, (process, _) =>
    {
        process.Kill();
        return Task.CompletedTask;
    });

    [Fact]
    [Trait("Speed", "slow")]
    public Task A_power_cut_at_random_moments_leaves_files_that_lose_nothing_acknowledged() =>
        CrashAsync(10, (process, folder) => CutPowerAsync(process, folder, folder + ".disk"));

    private async Task CrashAsync(int usual, Func<Process, string, Task> end)
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("CRASH_KILLS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : usual;
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        output.WriteLine($"seed {seed}, {kills} kills");
        await using var home = new TestStore();
        var ledger = new CrashLedger();
        for (var round = 0; round < kills; round++)
        {
            await RunAndEndAsync(home.Directory, round, random, ledger, end);
            ledger.Killed();
            await CheckAsync(home, ledger);
        }

        output.WriteLine("acknowledged: " + string.Join(", ", ledger.Acknowledged.OrderBy(pair => pair.Key, StringComparer.Ordinal)));
        output.WriteLine("cut short: " + string.Join(", ", ledger.CutShort.OrderBy(pair => pair.Key, StringComparer.Ordinal)));
        Assert.True(ledger.Enrolled.Count > kills / 2, "Hardly anything was enrolled: the test proves nothing.");
        Assert.True(ledger.Events.Count > kills, "Hardly an event was written: the test proves nothing.");
        Assert.NotEmpty(ledger.CutShort);
    }

    // The disk as it is at one moment of the work: everything stands still and is copied. What would have been written
    // next is torn, the index in shared memory is gone, and the box starts from that copy.
    private static async Task CutPowerAsync(Process process, string folder, string disk)
    {
        try
        {
            await RunAsync("kill", "-STOP", process.Id.ToString(CultureInfo.InvariantCulture));
            // Not by .NET, which would honour the locks of the store.
            await RunAsync("cp", "--archive", "--no-target-directory", folder, disk);
        }
        finally
        {
            process.Kill();
        }

        await process.WaitForExitAsync(TestStore.Token);
        Directory.Delete(folder, recursive: true);
        Directory.Move(disk, folder);
        File.Delete(Path.Combine(folder, "kiosk.db-shm"));
        if (new FileInfo(Path.Combine(folder, "kiosk.db-wal")) is { Exists: true, Length: > 0 } log)
        {
            await using var torn = log.Open(FileMode.Append);
            await torn.WriteAsync(new byte[Random.Shared.Next(1, 5000)], TestStore.Token);
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(TestStore.Token);
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task RunAndEndAsync(string folder, int round, Random random, CrashLedger ledger, Func<Process, string, Task> end)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "AccessKiosk.Storage.CrashHarness.dll"),
                folder,
                round.ToString(CultureInfo.InvariantCulture),
            },
        };
        using var process = Process.Start(start)!;
        var fault = process.StandardError.ReadToEndAsync(TestStore.Token);
        // One kill in four falls anywhere from the start on: into opening, migrating, recovering. The others wait for some
        // changes of people, so that a slow machine gets as far as a fast one, and then for any part of the next steps. Events
        // do not count: they are many, and the first change may be slow.
        var early = random.Next(4) == 0;
        var killed = early ? EndAfterAsync(random.Next(2000)) : null;
        var patience = random.Next(20);
        while (await process.StandardOutput.ReadLineAsync(TestStore.Token) is { } line)
        {
            ledger.Take(line);
            if (CrashLedger.IsChange(line) && patience-- <= 0)
                killed ??= EndAfterAsync(random.Next(100));
        }

        if (killed is not null)
            await killed;
        await process.WaitForExitAsync(TestStore.Token);
        Assert.True(process.ExitCode == 137, $"The process ended by itself: {await fault}");

        async Task EndAfterAsync(int milliseconds)
        {
            await Task.Delay(milliseconds, TestStore.Token);
            await end(process, folder);
        }
    }

    private static async Task CheckAsync(TestStore home, CrashLedger ledger)
    {
        await using var store = await KioskStore.OpenAsync(home.Options, cancellationToken: TestStore.Token);
        Assert.True(store.AuditReachesAnchor);
        var audit = await store.Audit.VerifyAsync(TestStore.Token);
        Assert.True(audit.IsSound, string.Join(' ', audit.Faults));
        Assert.False(File.Exists(home.MasterKey + ".next"));

        foreach (var person in store.People.List())
            await CheckPersonAsync(store, person, ledger);
        foreach (var (name, id) in ledger.Enrolled)
            Assert.True(
                store.People.Find(new(id)) is not null || ledger.EraseTried.Contains(name), $"{name} was acknowledged and is lost.");
        foreach (var name in ledger.Erased)
            Assert.True(store.People.FindByExternalId(name) is null, $"{name} was erased and is back.");
        // An erasure that began and was not acknowledged is decided now, once and for all.
        foreach (var name in ledger.EraseTried.Where(name => store.People.FindByExternalId(name) is null))
            ledger.Erased.Add(name);
        ledger.EraseTried.IntersectWith(ledger.Erased);
        ledger.Withdrawn.UnionWith(ledger.WithdrawTried.Where(name => store.People.FindByExternalId(name) is { References: 0 }));
        ledger.WithdrawTried.IntersectWith(ledger.Withdrawn);

        await CheckRowsAsync(home, store, ledger);
    }

    private static async Task CheckPersonAsync(KioskStore store, Person person, CrashLedger ledger)
    {
        var name = person.ExternalId!;
        var expected = ledger.References[name];
        if (ledger.Withdrawn.Contains(name))
            Assert.Equal(0, person.References);
        else if (person.References != 0 || !ledger.WithdrawTried.Contains(name))
            Assert.Equal(expected, person.References);
        Assert.Equal("Person " + name, person.Name);
        Assert.NotNull(person.Consent);
        var loaded = new List<float[]>();
        await store.References.LoadAsync(person.Id, Model, (_, embedding) => loaded.Add(embedding.ToArray()), TestStore.Token);
        Assert.Equal(person.References, loaded.Count);
        for (var i = 0; i < loaded.Count; i++)
            Assert.Contains(loaded, vector => vector.SequenceEqual(Workload.Embedding(name, i)));
    }

    private static async Task CheckRowsAsync(TestStore home, KioskStore store, CrashLedger ledger)
    {
        using var database = new Database(home.Database, TimeSpan.FromSeconds(5), readOnly: true);
        await using var db = database.Open();
        var people = store.People.List();
        Assert.Equal(people.Sum(person => person.References), await db.References.CountAsync(TestStore.Token));
        Assert.Empty(ledger.Events.Except(await db.Events.Select(row => row.Id).ToListAsync(TestStore.Token)));
        var pictures = await db.Alerts.Where(row => row.Picture != null).Select(row => row.Id).ToListAsync(TestStore.Token);
        Assert.Empty(ledger.Alerts.Except(pictures));
        var ids = people.Select(person => person.Id.Value).ToHashSet();
        Assert.DoesNotContain(
            await db.Events.Where(row => row.PersonId != null).Select(row => row.PersonId!.Value).Distinct().ToListAsync(TestStore.Token),
            id => !ids.Contains(id));
        using var master = MasterKey.Read(home.MasterKey);
        using var keys = KeyStore.TryOpen(home.KeyStore, master, readOnly: true, home.Time)!;
        Assert.All(ledger.Erased, name =>
        {
            if (ledger.Enrolled.TryGetValue(name, out var id))
                Assert.Equal(KeyState.Destroyed, keys.State(id));
        });
    }
}
