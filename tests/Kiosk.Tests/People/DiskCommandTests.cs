namespace AccessKiosk.Kiosk.Tests.People;

/// <summary>The real program on a disk that is full, and on one that may only be read: one line that says so, and nothing lost.</summary>
[Trait("Speed", "slow")]
public sealed class DiskCommandTests : IDisposable
{
    private readonly PeopleProgram _program = new();
    private readonly SmallDisk _disk;

    public DiskCommandTests() => _disk = new(_program.Store);

    public void Dispose()
    {
        _disk.Dispose();
        _program.Dispose();
    }

    [Fact]
    public async Task On_a_full_disk_every_command_that_writes_is_refused_and_the_next_run_works()
    {
        await FirstAsync();
        var filler = Path.Combine(_program.Store, "filler");
        await AllRefusedAsync("No space is left", () => SmallDisk.Fill(filler));
        File.Delete(filler);
        await NextAsync();
    }

    [Fact]
    public async Task On_a_read_only_disk_every_command_that_writes_is_refused_and_the_next_run_works()
    {
        await FirstAsync();
        await AllRefusedAsync("cannot be written", () => _disk.Remount("ro"));
        _disk.Remount("rw");
        await NextAsync();
    }

    [Fact]
    public async Task An_export_does_not_take_what_is_kept_for_events()
    {
        await FirstAsync();
        var (csv, json) = (Path.Combine(_program.Store, "all.csv"), Path.Combine(_program.Store, "one.json"));
        // A quarter of so small a disk is kept.
        File.WriteAllBytes(Path.Combine(_program.Store, "filler"), new byte[Math.Max(0, new DriveInfo(_program.Store).AvailableFreeSpace - (1 << 20))]);
        (await _program.RunAsync("people", "export", "--csv", csv)).Refused("kept for events");
        (await _program.RunAsync("people", "export", "First", "--output", json)).Refused("kept for events");
        Assert.False(File.Exists(csv) || File.Exists(json));
        (await _program.RunAsync("people", "export", "First", "--output", Path.Combine(_program.Folder, "one.json"))).Exited(0);
    }

    private async Task FirstAsync()
    {
        (await _program.RunAsync("people", "add", "First")).Exited(0);
        _program.PersonFolder("import", "Third", Faces.Stranger);
    }

    private async Task AllRefusedAsync(string reason, Action spoil)
    {
        // Full for every command: one that fails must not leave room for the next, nor take the room it had.
        foreach (var command in Commands())
        {
            spoil();
            var answer = (await _program.RunAsync(command)).Exited(2);
            var error = Assert.Single(answer.Errors.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
            Assert.Contains(reason, error, StringComparison.Ordinal);
            Assert.Contains(_program.Store, error, StringComparison.Ordinal);
        }
    }

    private IEnumerable<string[]> Commands() =>
    [
        ["people", "add", "Second"],
        ["enrol", "Second", "--from", Faces.Man[0], .. PeopleProgram.Consent],
        ["import", Path.Combine(_program.Folder, "import"), "--yes", .. PeopleProgram.Consent],
        ["run", "--set", $"Camera:Source={Recordings.Man}", "--set", "Camera:Speed=Maximum", "--set", "Doors:main:Relay=relay"],
        ["backup", Path.Combine(_program.Store, "backup.db")],
    ];

    private async Task NextAsync()
    {
        Assert.Equal("First", Assert.Single(await _program.ListAsync()).GetProperty("name").GetString());
        foreach (var command in Commands())
            (await _program.RunAsync(command)).Exited(0);
        Assert.Equal(["First", "Second", "Second", "Third"], (await _program.ListAsync()).Select(p => p.GetProperty("name").GetString()).Order());
        (await _program.RunAsync("audit", "verify")).Exited(0);
    }
}
