using AccessKiosk.Storage.Files;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Events;
using System.Diagnostics;

namespace AccessKiosk.Storage.Tests.Lifecycle;

/// <summary>A full and a read-only disk, for real: a small file system in memory, which only root may mount.</summary>
public sealed class DiskTests
{
    [Fact]
    public async Task A_full_disk_refuses_the_write_and_loses_nothing()
    {
        await using var disk = SmallDisk.Mount("4m");
        var home = new TestStore(disk.Folder);
        var names = new List<PersonId>();
        await using (var store = await home.OpenAsync())
        {
            await TestStore.RefusedAsync(
                async () =>
                {
                    for (var i = 0; i < 500; i++)
                        names.Add((await home.EnrolAsync(store, $"Person {i}", i, 10)).Id);
                },
                StoreFault.DiskFull);
            Assert.NotEmpty(names);
            // What is there can still be read, and events are refused in the open.
            Assert.Equal(names.Count * 10, await store.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
            await TestStore.RefusedAsync(
                async () =>
                {
                    for (var i = 0; i < 500; i++)
                        await store.Events.AppendAsync(
                            new() { At = home.Time.GetUtcNow(), Code = EventCodes.CameraOpened, Door = "d", Detail = new('r', 2000) }, TestStore.Token);
                },
                StoreFault.DiskFull);
        }

        disk.Grow("32m");
        await using var again = await home.OpenAsync();
        Assert.Equal(names.Count, again.People.Count);
        Assert.Equal(names.Count * 10, await again.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
        Assert.True((await again.Audit.VerifyAsync(TestStore.Token)).IsSound);
        await home.EnrolAsync(again, "After");
    }

    [Fact]
    public async Task An_erasure_on_a_full_disk_is_final_at_once_and_finished_later()
    {
        await using var disk = SmallDisk.Mount("6m");
        var home = new TestStore(disk.Folder);
        PersonId id;
        await using (var store = await home.OpenAsync())
        {
            id = (await home.EnrolAsync(store, "Goes", 1, 50)).Id;
            await home.EnrolAsync(store, "Stays", 2, 3);
            disk.Fill();
            var changes = new List<StoreChangeKind>();
            store.Changed += (_, change) => changes.Add(change.Kind);
            var refusal = await TestStore.RefusedAsync(() => store.Privacy.EraseAsync(id, TestStore.By, TestStore.Token), StoreFault.DiskFull);
            Assert.Contains("repeat", refusal.Message, StringComparison.Ordinal);
            Assert.Null(store.People.Find(id));
            Assert.Equal([StoreChangeKind.Removed], changes);
            Assert.Equal(3, await store.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
        }

        disk.Grow("32m");
        await using var again = await home.OpenAsync();
        Assert.Equal("Stays", Assert.Single(again.People.List()).Name);
        Assert.Equal(3, (await again.StatusAsync(TestStore.Token)).References);
        Assert.Single(await again.Audit.ListAsync(id.ToString(), cancellationToken: TestStore.Token), entry => entry.Action == "person.erasure-completed");
    }

    [Fact]
    public async Task A_backup_onto_a_full_disk_is_refused_and_leaves_no_half_file()
    {
        await using var disk = SmallDisk.Mount("64k");
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await home.EnrolAsync(store, "A", references: 200);
        var target = Path.Combine(disk.Folder, "backup.db");
        await TestStore.RefusedAsync(() => store.BackupAsync(target, TestStore.By, cancellationToken: TestStore.Token), StoreFault.DiskFull);
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Folder));
    }

    [Fact]
    public async Task A_backup_beside_the_store_leaves_the_reserve_for_events_alone_and_says_what_to_free()
    {
        await using var disk = SmallDisk.Mount("8m");
        var home = new TestStore(disk.Folder);
        await using var store = await home.OpenAsync();
        await home.EnrolAsync(store, "A", references: 200);
        // A megabyte more than the reserve of two, which the backup would take.
        var target = Path.Combine(disk.Folder, "backup.db");
        var filler = new byte[new DriveInfo(disk.Folder).AvailableFreeSpace - (2 << 20) - (200 << 10)];
        await File.WriteAllBytesAsync(Path.Combine(disk.Folder, "filler"), filler, TestStore.Token);
        var refusal = await TestStore.RefusedAsync(() => store.BackupAsync(target, TestStore.By, cancellationToken: TestStore.Token), StoreFault.DiskFull);
        Assert.Contains("kept for events. Remove older backups", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(target));

        // Another disk keeps nothing for events.
        await using var other = SmallDisk.Mount("2m");
        await store.BackupAsync(Path.Combine(other.Folder, "backup.db"), TestStore.By, cancellationToken: TestStore.Token);
        File.Delete(Path.Combine(disk.Folder, "filler"));
        await store.BackupAsync(target, TestStore.By, cancellationToken: TestStore.Token);
    }

    [Fact]
    public async Task A_restore_leaves_the_reserve_for_events_alone_and_nothing_behind()
    {
        await using var disk = SmallDisk.Mount("8m");
        await using var other = SmallDisk.Mount("4m");
        var home = new TestStore(disk.Folder);
        var backup = Path.Combine(other.Folder, "backup.db");
        await using (var store = await home.OpenAsync())
        {
            await home.EnrolAsync(store, "A", references: 200);
            await store.BackupAsync(backup, TestStore.By, cancellationToken: TestStore.Token);
        }

        var filler = Path.Combine(disk.Folder, "filler");
        await File.WriteAllBytesAsync(filler, new byte[new DriveInfo(disk.Folder).AvailableFreeSpace - (2 << 20) - (200 << 10)], TestStore.Token);
        var refusal = await TestStore.RefusedAsync(() => RestoreAsync(home, backup), StoreFault.DiskFull);
        Assert.Contains("kept for events", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(disk.Folder), file => file.Contains("restor", StringComparison.Ordinal));

        File.Delete(filler);
        await RestoreAsync(home, backup);
        static Task RestoreAsync(TestStore home, string file) => KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token);
    }

    [Fact]
    public async Task People_references_and_pictures_of_alerts_leave_the_reserve_to_events()
    {
        await using var disk = SmallDisk.Mount("8m");
        var home = new TestStore(disk.Folder);
        await using var store = await home.OpenAsync();
        var person = await home.EnrolAsync(store, "A");
        await File.WriteAllBytesAsync(Path.Combine(disk.Folder, "filler"), new byte[new DriveInfo(disk.Folder).AvailableFreeSpace - (2 << 20)], TestStore.Token);
        await TestStore.RefusedAsync(() => home.EnrolAsync(store, "B", 2), StoreFault.DiskFull);
        await TestStore.RefusedAsync(() => store.References.AddAsync(person.Id, [home.Reference(7)], null, TestStore.By, TestStore.Token), StoreFault.DiskFull);
        var alert = await store.Alerts.AddAsync(new() { At = home.Time.GetUtcNow(), Door = "d", Reason = ReasonCode.PresentationAttack, Evidence = "{}", Picture = new byte[100_000] }, TestStore.Token);
        Assert.False(alert.HasPicture);
        await store.Events.AppendAsync(new() { At = home.Time.GetUtcNow(), Code = EventCodes.CameraOpened, Door = "d" }, TestStore.Token);
    }

    [Fact]
    public async Task A_disk_that_can_hold_few_more_files_has_no_room_but_for_events()
    {
        await using var disk = SmallDisk.Mount("32m,nr_inodes=100");
        Assert.True(DiskReserve.Room(disk.Folder) > 0);
        for (var i = 0; i < 95; i++)
            await File.WriteAllBytesAsync(Path.Combine(disk.Folder, $"{i}"), [], TestStore.Token);
        Assert.Equal(0, DiskReserve.Room(disk.Folder));
    }

    [Fact]
    public async Task A_read_only_disk_is_refused_at_the_start_with_the_cause()
    {
        await using var disk = SmallDisk.Mount("8m");
        var home = new TestStore(disk.Folder);
        await using (var store = await home.OpenAsync())
            await home.EnrolAsync(store, "A");
        disk.Remount("ro");
        await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.ReadOnly);
        disk.Remount("rw");
        await using var again = await home.OpenAsync();
        Assert.Equal(1, again.People.Count);
    }

    private sealed class SmallDisk : IAsyncDisposable
    {
        private SmallDisk(string folder) => Folder = folder;

        public string Folder { get; }

        public static SmallDisk Mount(string size)
        {
            var disk = new SmallDisk(Directory.CreateTempSubdirectory("disk-").FullName);
            Assert.SkipUnless(
                Run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.Folder) == 0, "Only root may mount a small disk.");
            return disk;
        }

        public void Fill()
        {
            var block = new byte[4096];
            using var file = File.OpenHandle(Path.Combine(Folder, "filler"), FileMode.Create, FileAccess.Write);
            try
            {
                for (var offset = 0L; ; offset += block.Length)
                    RandomAccess.Write(file, block, offset);
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void Grow(string size) => Remount("size=" + size);

        public void Remount(string option) => Assert.Equal(0, Run("mount", "-o", "remount," + option, Folder));

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            Run("umount", "-l", Folder);
            Directory.Delete(Folder);
        }

        private static int Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
