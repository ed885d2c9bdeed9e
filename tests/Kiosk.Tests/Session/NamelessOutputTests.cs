using AccessKiosk.Access.Events;
using AccessKiosk.Kiosk.Tests.People;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>What <c>run</c> writes may be kept by the journal: it calls people by their identifier.</summary>
[Trait("Speed", "slow")]
public sealed class NamelessOutputTests(EnrolledStore enrolled) : IClassFixture<EnrolledStore>
{
    [Theory]
    [InlineData("--json")]
    [InlineData()]
    public async Task A_whole_run_with_a_grant_names_nobody(params string[] form)
    {
        using var program = new PeopleProgram();
        enrolled.CopyTo(program.Store);

        var answer = (await program.RunAsync(
            ["run", .. form, "--set", $"Camera:Source={Recordings.ManAnotherDay}", "--set", "Camera:Speed=Maximum", "--set", "Gpio:Driver=Simulated", "--set", "Doors:main:Relay=relay", "--set", "Web:Port=0", "--set", "Web:HttpsPort=-1"])).Exited(0);

        Assert.Contains(form.Length > 0 ? "\"access.granted\"" : EventFormatter.What(new() { At = default, Code = EventCodes.AccessGranted }).ToUpperInvariant(), answer.Output, StringComparison.Ordinal);
        foreach (var word in EnrolledStore.Man.Split(' '))
        {
            Assert.DoesNotContain(word, answer.Output, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(word, answer.Errors, StringComparison.OrdinalIgnoreCase);
        }
    }
}
