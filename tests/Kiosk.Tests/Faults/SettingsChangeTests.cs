using System.Net.Sockets;
using AccessKiosk.Kiosk.Tests.People;

namespace AccessKiosk.Kiosk.Tests.Faults;

/// <summary>The installed file is edited while the real kiosk runs.</summary>
[Trait("Speed", "slow")]
public sealed class SettingsChangeTests : IDisposable
{
    private readonly PeopleProgram _site = new();
    private readonly ProgramCopy _program = ProgramCopy.WithSettings("""{ "Quality": { "MinEyeDistance": 400 } }""");

    public void Dispose()
    {
        _program.Dispose();
        _site.Dispose();
    }

    [Fact]
    public async Task A_face_that_was_too_far_is_let_in_once_the_file_allows_it_and_a_broken_file_in_between_changes_nothing()
    {
        await _site.EnrolTalkerAsync();
        var file = Path.Combine(_program.Path, "appsettings.json");
        _site.Program = _program.Path;
        using var kiosk = RunningKiosk.Start(_site, Recordings.Talker);
        await kiosk.UntilAsync("camera");
        await File.WriteAllTextAsync(file, """{ "Quality": { "MinEyeDistance": "near" } }""", TestContext.Current.CancellationToken);
        await kiosk.UntilAsync("settings.refused", "Quality:MinEyeDistance is near");
        Assert.DoesNotContain(kiosk.Events, happened => happened.GetProperty("code").GetString() == "access.granted");
        await File.WriteAllTextAsync(file, """{ "Web": { "IdleTime": "00:90:00" } }""", TestContext.Current.CancellationToken);
        await kiosk.UntilAsync("settings.refused", "Web:IdleTime is 00:90:00");
        await File.WriteAllTextAsync(file, """{ "Web": { "Port": 8099 } }""", TestContext.Current.CancellationToken);
        await kiosk.UntilAsync("settings", "active now: Quality:MinEyeDistance; needs a restart: Web:Port");
        await kiosk.UntilAsync("access.granted");
        await kiosk.TerminateAsync();
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_told_and_does_not_end_the_kiosk()
    {
        var file = Path.Combine(_program.Path, "appsettings.json");
        _site.Program = _program.Path;
        using var kiosk = RunningKiosk.Start(_site, Recordings.Talker);
        await kiosk.UntilAsync("camera");
        File.Delete(file);
        // A socket is opened as a file by nobody, not even by root, whom no mode stops.
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(file));
            await kiosk.UntilAsync("settings.refused");
        }

        File.Delete(file);
        await File.WriteAllTextAsync(file, """{ "Quality": { "MinEyeDistance": 30 } }""", TestContext.Current.CancellationToken);
        await kiosk.UntilAsync("settings", "active now: Quality:MinEyeDistance");
        await kiosk.TerminateAsync();
    }
}
