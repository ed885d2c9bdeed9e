using System.Globalization;

namespace AccessKiosk.Kiosk.Tests.People;

/// <summary>The real program, real recordings: somebody enrolled long ago comes back on another day.</summary>
[Trait("Speed", "slow")]
public sealed class RenewalCommandTests : IDisposable
{
    private readonly PeopleProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task A_confident_match_on_another_day_proposes_a_renewal_that_an_operator_accepts()
    {
        await EnrolLongAgoAsync();
        Assert.Contains((await RunKioskAsync("Enrollment:Renewal:Enabled=true", "Enrollment:Renewal:MinLiveness=0.85")).Lines, happened => happened.GetProperty("code").GetString() == "access.granted");

        // One proposal, however often he came; nothing else has changed.
        var waiting = Assert.Single((await _program.RunAsync("people", "renewals", "list", "--json")).Exited(0).Lines);
        Assert.Equal(("Otto", "waiting"), (waiting.GetProperty("name").GetString(), waiting.GetProperty("state").GetString()));
        Assert.True(waiting.GetProperty("score").GetDouble() > waiting.GetProperty("threshold").GetDouble() + 0.05);
        Assert.Equal(5, (await _program.ListAsync())[0].GetProperty("references").GetInt32());

        (await _program.RunAsync("people", "renewals", "accept", "Otto", "--by", PeopleProgram.By)).Exited(0);
        var shown = (await _program.RunAsync("people", "show", "Otto", "--json")).Exited(0).Json;
        Assert.Equal(5, shown.GetProperty("references").EnumerateArray().Count(r => r.GetProperty("origin").GetString() == "enrollment"));
        Assert.Equal(1, shown.GetProperty("references").EnumerateArray().Count(r => r.GetProperty("origin").GetString() == "update"));
        (await _program.RunAsync("people", "renewals", "accept", "Otto")).Refused("No renewal waits", "people renewals list");
        Assert.Equal("accepted", Assert.Single((await _program.RunAsync("people", "renewals", "list", "--all", "--json")).Exited(0).Lines).GetProperty("state").GetString());
        (await _program.RunAsync("audit", "verify")).Exited(0);
    }

    [Fact]
    public async Task Nothing_is_proposed_unless_renewal_is_switched_on_and_rejecting_leaves_nothing()
    {
        await EnrolLongAgoAsync();
        await RunKioskAsync();
        Assert.Empty((await _program.RunAsync("people", "renewals", "list", "--json")).Exited(0).Lines);

        await RunKioskAsync("Enrollment:Renewal:Enabled=true", "Enrollment:Renewal:MinLiveness=0.85");
        (await _program.RunAsync("people", "renewals", "reject", "Otto", "--by", PeopleProgram.By)).Exited(0);
        Assert.Equal(5, (await _program.ListAsync())[0].GetProperty("references").GetInt32());
        Assert.Contains("0 proposals", (await _program.RunAsync("people", "renewals", "list")).Exited(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Impossible_renewal_options_are_refused_all_at_once() =>
        (await _program.RunAsync("people", "list", "--set", "Enrollment:Renewal:MaxRenewed=0", "--set", "Enrollment:Renewal:Margin=2", "--set", "Enrollment:Renewal:Often=1"))
            .Refused("Enrollment:Renewal:MaxRenewed is 0; allowed: 1 to 10.", "Enrollment:Renewal:Margin is 2", "Enrollment:Renewal:Often is not known");

    // The file's time is when he was recorded.
    private async Task EnrolLongAgoAsync()
    {
        var recording = Path.Combine(_program.Folder, "otto.mp4");
        File.Copy(Recordings.Man, recording);
        File.SetLastWriteTimeUtc(recording, DateTime.ParseExact("2025-01-15", "yyyy-MM-dd", CultureInfo.InvariantCulture));
        (await _program.EnrolAsync("Otto", recording)).Exited(0);
    }

    private async Task<Answer> RunKioskAsync(params string[] settings) => (await _program.RunAsync(
    [
        "run", "--json", "--set", $"Camera:Source={Recordings.ManAnotherDay}", "--set", "Camera:Speed=Maximum", "--set", "Doors:main:Relay=relay",
        .. settings.SelectMany(setting => new[] { "--set", setting }),
    ])).Exited(0);
}
