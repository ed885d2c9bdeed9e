using AccessKiosk.Storage.Events;
using AccessKiosk.Kiosk.Tests.People;

namespace AccessKiosk.Kiosk.Tests.Faults;

/// <summary>
/// kill -9 of the real kiosk: what the store had acknowledged stays, and the next start works by itself. That the lock
/// falls shut meanwhile is the relay guard's work, tested on real lines in tests/Hardware.Tests.
/// </summary>
[Trait("Speed", "slow")]
public sealed class KillTests : IAsyncLifetime
{
    private readonly PeopleProgram _site = new();

    public ValueTask InitializeAsync() => new(_site.EnrolTalkerAsync());

    public ValueTask DisposeAsync()
    {
        _site.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("camera.opened")]
    [InlineData("access.granted")]
    [InlineData("door.unlocked")]
    [InlineData("door.locked")]
    public async Task Killed_at_any_stage_of_a_grant_it_loses_nothing_that_was_kept_and_grants_again(string code)
    {
        IReadOnlyList<Guid> kept;
        using (var kiosk = RunningKiosk.Start(_site, Recordings.Talker, "Doors:main:Pulse=00:00:01"))
        {
            await kiosk.UntilAsync(code);
            kept = [.. (await RunningKiosk.KeptAsync(_site)).Select(happened => happened.Id)];
            await kiosk.KillAsync();
        }

        (await _site.RunAsync("audit", "verify")).Exited(0);
        using var next = RunningKiosk.Start(_site, Recordings.Talker);
        await next.UntilAsync("access.granted");
        await next.TerminateAsync();
        var after = await RunningKiosk.KeptAsync(_site);
        Assert.Equal(kept, after.Take(kept.Count).Select(happened => happened.Id));
        Assert.Contains(after.Skip(kept.Count), happened => happened.Code == EventCodes.AccessGranted);
    }
}
