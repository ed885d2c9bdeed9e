using System.Text.Json;

namespace AccessKiosk.Kiosk.Tests.Commands;

/// <summary><c>evaluate liveness --simulate</c>, as a process.</summary>
public sealed class SimulateLivenessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_report_says_simulated_and_counts_every_species_by_itself()
    {
        var table = Path.Combine(_folder.Path, "trials.csv");
        var result = await KioskProgram.RunAsync(
            "lab", "evaluate", "liveness", "--simulate", "--species", "PhoneReplay,BonaFide", "--seeds", "2", "--from", "7", "--threads", "1", "--table", table, "--json");
        Assert.Equal(0, result.ExitCode);
        using var report = JsonDocument.Parse(result.Output);
        var root = report.RootElement;

        Assert.True(root.GetProperty("simulated").GetBoolean() && root.GetProperty("complete").GetBoolean());
        var species = Assert.Single(root.GetProperty("apcer").EnumerateObject());
        Assert.Equal(("PhoneReplay", 2, 0), (species.Name, species.Value.GetProperty("trials").GetInt32(), species.Value.GetProperty("errors").GetInt32()));
        Assert.Equal(0.7764, species.Value.GetProperty("upper95").GetDouble(), 3);
        Assert.Equal(2, root.GetProperty("bpcer").GetProperty("trials").GetInt32());
        Assert.Equal(5, (await File.ReadAllLinesAsync(table, TestContext.Current.CancellationToken)).Length);
    }

    [Theory]
    [InlineData("There is no species Puppet", "--simulate", "--species", "Puppet")]
    [InlineData("--seeds is 1 to 100000", "--simulate", "--seeds", "0")]
    [InlineData("either --manifest FILE or --simulate")]
    [InlineData("either --manifest FILE or --simulate", "--simulate", "--manifest", "clips.csv")]
    public async Task What_cannot_be_simulated_is_refused_with_a_line_that_says_why(string why, params string[] arguments)
    {
        var result = await KioskProgram.RunAsync(["lab", "evaluate", "liveness", .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(why, result.Errors, StringComparison.Ordinal);
    }
}
