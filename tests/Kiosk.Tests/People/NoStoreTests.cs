namespace AccessKiosk.Kiosk.Tests.People;

/// <summary>Commands on a store that there is not: a wrong folder must not be answered as if it were an empty site.</summary>
public sealed class NoStoreTests : IDisposable
{
    private readonly PeopleProgram _kiosk = new();

    public void Dispose() => _kiosk.Dispose();

    [Theory]
    [InlineData("backup", "copy.db")]
    [InlineData("audit", "verify")]
    [InlineData("people", "export", "Ann")]
    [InlineData("people", "suspend", "Ann")]
    [InlineData("calibrate", "--site")]
    [InlineData("privacy", "purge")]
    [InlineData("keys", "rotate")]
    public async Task Is_refused_with_what_to_do_and_nothing_is_made(params string[] command)
    {
        (await _kiosk.RunAsync([.. command.Select(word => word == "copy.db" ? Path.Combine(_kiosk.Folder, word) : word)])).Refused("There is no store in", _kiosk.Store, "start the kiosk once", "Store:Directory");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_kiosk.Folder, "*", SearchOption.AllDirectories));
    }
}
