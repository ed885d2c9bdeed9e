using System.Diagnostics;
using System.Globalization;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Audit;

namespace AccessKiosk.Storage.Tests.Lifecycle;

/// <summary>A restore is killed (SIGKILL) before each thing that it does to names, lengths and flushes of files.</summary>
public sealed class RestoreKillTests(ITestOutputHelper output)
{
    // Of so many kills one.
    private const int Repeated = 10;

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Wherever_a_restore_is_killed_the_next_start_has_the_old_store_or_the_new_one_whole_and_the_restore_can_be_repeated()
    {
        await using var home = new TestStore();
        var backup = home.Directory + ".backup";
        await using (var store = await home.OpenAsync())
        {
            await home.EnrolAsync(store, "Ann", 1, 3);
            await store.BackupAsync(backup, TestStore.By, cancellationToken: TestStore.Token);
            await home.EnrolAsync(store, "Bea", 2, 3);
        }

        var (old, restored, step) = (0, 0, 1);
        try
        {
            for (; ; step++)
            {
                await using var copy = Copy(home);
                var isKilled = await RestoreAsync(copy.Directory, backup, step) == 137;
                var people = await PeopleAsync(copy, restoredFully: !isKilled);
                Assert.Equal(isKilled && people.Count == 2 ? ["Ann", "Bea"] : ["Ann"], people);
                if (!isKilled)
                    break;
                _ = people.Count == 2 ? old++ : restored++;
                if (step % Repeated != 0)
                    continue;
                // A second start finds the same, and the restore can be repeated.
                Assert.Equal(people, await PeopleAsync(copy, restoredFully: false));
                await KioskStore.RestoreAsync(copy.Options, backup, TestStore.By, time: copy.Time, cancellationToken: TestStore.Token);
                Assert.Equal(["Ann"], await PeopleAsync(copy, restoredFully: true));
            }
        }
        finally
        {
            File.Delete(backup);
        }

        output.WriteLine($"killed {step - 1} times: {old} times the old store, {restored} times the new one");
        Assert.True(old > 5, "Hardly killed before the exchange: the test proves nothing.");
        Assert.True(restored > 2, "Hardly killed after the exchange: the test proves nothing.");
    }

    private static TestStore Copy(TestStore home)
    {
        var copy = new TestStore();
        foreach (var file in Directory.EnumerateFiles(home.Directory, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy.Directory, Path.GetRelativePath(home.Directory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.Copy(file, to);
        }

        return copy;
    }

    private static async Task<int> RestoreAsync(string folder, string backup, int step)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "AccessKiosk.Storage.CrashHarness.dll"), "restore", folder, backup },
            Environment =
            {
                ["LD_PRELOAD"] = Path.Combine(AppContext.BaseDirectory, "libkiller.so"),
                ["KILLER_ROOT"] = folder,
                ["KILLER_AT"] = step.ToString(CultureInfo.InvariantCulture),
            },
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(TestStore.Token);
        await process.WaitForExitAsync(TestStore.Token);
        Assert.True(process.ExitCode is 0 or 137, $"step {step}: {process.ExitCode} {said}");
        return process.ExitCode;
    }

    // The names, once everything about each of them could be read.
    private static async Task<IReadOnlyList<string>> PeopleAsync(TestStore home, bool restoredFully)
    {
        await using var store = await home.OpenAsync();
        var people = store.People.List();
        var read = 0;
        await store.References.LoadAsync(TestStore.Model, (_, _) => read++, TestStore.Token);
        Assert.Equal(3 * people.Count, read);
        Assert.All(people, person => Assert.Equal((3, true), (person.References, person.Consent is not null)));
        var audit = await store.Audit.VerifyAsync(TestStore.Token);
        // Killed after the exchange and before its entry, the audit says that it was set back; nothing else is wrong with it.
        Assert.True(audit.IsSound || (!restoredFully && people.Count == 1 && audit.Faults.All(fault => fault.Kind is AuditFaultKind.TailMissing or AuditFaultKind.Missing)), string.Join(' ', audit.Faults));
        return [.. people.Select(person => person.Name)];
    }
}
