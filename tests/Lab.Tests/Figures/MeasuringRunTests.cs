using AccessKiosk.Enrollment;
using AccessKiosk.Lab.Figures;

namespace AccessKiosk.Lab.Tests.Figures;

public sealed class MeasuringRunTests : IDisposable
{
    private static readonly MeasuringData Nothing = new(null, null, new HashSet<string>(StringComparer.Ordinal), []);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_has_no_data_is_skipped_with_a_sentence_and_what_fails_costs_nothing_else()
    {
        FiguresPageTests.Result("absent", """{"old":1}""").WriteTo(_folder);
        var run = new MeasuringRun(_folder, TimeProvider.System);
        var messages = await run.RunAsync(
            [Of("absent", missing: "it needs clips"), Of("broken", _ => throw new InputException("no such file")), Of("done")], Nothing, TestContext.Current.CancellationToken);

        Assert.Equal(["absent is skipped: it needs clips. An earlier result is kept.", "broken failed: no such file"], messages);
        Assert.False(run.IsComplete);
        var results = FigureResult.ReadAll(_folder);
        Assert.Equal(["absent", "done"], results.Keys);
        Assert.Equal(1, results["absent"].Output[0].GetProperty("old").GetInt32());
        Assert.Equal(new DateOnly(2026, 1, 2), results["absent"].Measured);
    }

    [Fact]
    public async Task An_interruption_keeps_what_is_done()
    {
        using var stop = new CancellationTokenSource();
        var run = new MeasuringRun(_folder, TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync(
            [Of("first"), Of("second", cancellationToken => { stop.Cancel(); cancellationToken.ThrowIfCancellationRequested(); return Task.FromResult("{}"); }), Of("third")], Nothing, stop.Token));
        Assert.Equal(["first"], FigureResult.ReadAll(_folder).Keys);
    }

    [Fact]
    public async Task A_program_that_is_asked_to_end_ends()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Programs.RunAsync("sleep", ["600"], stop.Token));
        Assert.Equal("3\n", await Programs.RunAsync("sh", ["-c", "echo 3; exit 1"], TestContext.Current.CancellationToken, 1));
        Assert.Contains("sh ended with 1: why", (await Assert.ThrowsAsync<InputException>(() => Programs.RunAsync("sh", ["-c", "echo so >&2; echo why >&2; exit 1"], TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nobody_is_in_both_halves(bool swapped)
    {
        var images = _folder.CreateSubdirectory("people");
        for (var i = 0; i < 40; i++)
            for (var picture = 0; picture < (i % 2 == 0 ? 1 : 3); picture++)
                File.WriteAllText(Path.Combine(images.CreateSubdirectory($"p{i}").FullName, $"p{i}_{picture}.jpg"), "");
        using var halves = SplitPeople.Of(images, new HashSet<string>(StringComparer.Ordinal) { "p1", "p2" }, swapped);

        var (calibration, gallery, probes) = (Names(halves.Calibration), Names(halves.Gallery), Names(halves.Probes));
        Assert.All(calibration, name => Assert.Equal(swapped, SplitPeople.IsSecondHalf(name)));
        Assert.Empty(calibration.Intersect([.. gallery, .. probes], StringComparer.Ordinal));
        Assert.Equal(38, calibration.Concat(gallery).Concat(probes).Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain("p1", calibration.Concat(probes));
        Assert.All(gallery, name => Assert.Equal([$"{name}_0.jpg"], Directory.GetFiles(Path.Combine(halves.Gallery, name)).Select(Path.GetFileName)));
        Assert.All(gallery, name => Assert.Equal(2, Directory.GetFiles(Path.Combine(halves.Probes, name)).Length));
    }

    private static string[] Names(string folder) => [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path))];

    private static Measurement Of(string name, Func<CancellationToken, Task<string>>? run = null, string? missing = null) =>
        new(name, "./kiosk lab x", _ => missing, _ => "data", (_, cancellationToken) => run?.Invoke(cancellationToken) ?? Task.FromResult("""{"new":1}"""));
}
