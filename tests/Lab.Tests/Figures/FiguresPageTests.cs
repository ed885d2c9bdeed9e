using System.Runtime.CompilerServices;
using System.Text.Json;
using AccessKiosk.Enrollment;
using AccessKiosk.Lab.Figures;

namespace AccessKiosk.Lab.Tests.Figures;

public sealed class FiguresPageTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../.."));

    private static IReadOnlyDictionary<string, FigureResult> Committed()
    {
        var folder = new DirectoryInfo(Path.Combine(Root, "bench/results"));
        Assert.SkipUnless(folder.Exists, "the sources are not here");
        return FigureResult.ReadAll(folder);
    }

    [Fact]
    public void The_committed_page_is_what_the_command_makes_of_the_committed_results() =>
        Assert.True(FiguresPage.Markdown(Committed()) == File.ReadAllText(Path.Combine(Root, "docs/figures.md")), "docs/figures.md is stale. Make it again: ./kiosk lab figures --readme README.md");

    [Fact]
    public void The_readme_shows_the_same_five_figures()
    {
        var results = Committed();
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        Assert.True(FiguresPage.WithFive(readme, results) == readme, "README.md is stale. Make it again: ./kiosk lab figures --readme README.md");
        Assert.Equal(2 + 5, FiguresPage.Five(results).Trim().Split('\n').Length);
        Assert.Contains(FiguresPage.Five(results), FiguresPage.Markdown(results), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_name_no_place_and_nobody_and_are_small()
    {
        var results = Committed();
        Assert.NotEmpty(results);
        Assert.All(results.Values, result =>
        {
            var text = File.ReadAllText(Path.Combine(Root, "bench/results", $"{result.Name}.json"));
            Assert.True(text.Length < 32_000, $"{result.Name} has {text.Length} characters.");
            Assert.DoesNotMatch(@"""/|\s/(home|tmp|root|work|mnt|srv)/|\.(jpg|png|mp4|mov|3gp)", text);
            Assert.Contains(result.Name, Measurements.Names);
            Assert.NotEqual("unknown", result.Commit);
        });
    }

    [Fact]
    public void A_figure_follows_its_result()
    {
        var (few, many) = (Page(0.995), Page(0.9));
        Assert.Contains("5 of 1,000, 0.50 % (0.16 to 1.16 %)", few, StringComparison.Ordinal);
        Assert.Contains("100 of 1,000, 10.0 %", many, StringComparison.Ordinal);
        Assert.Contains("| accuracy 99.10 ± 0.20 %; FNMR 5 of 1,000", few, StringComparison.Ordinal);

        static string Page(double tmr) => FiguresPage.Markdown(Only(Measurements.Pairs, $$$"""
            {"images":10,"undetected":0,"pairs":2000,"accuracy":0.991,"accuracyStd":0.002,"auc":0.9,"eer":0.01,"tmrAtFmr":{"1e-3":{"tmr":{{{tmr.ToString(System.Globalization.CultureInfo.InvariantCulture)}}},"threshold":0.4}},"msPerImage":9,"matedPairs":1000,"nonMatedPairs":1000}
            """));
    }

    [Fact]
    public void Each_species_has_its_trials_and_its_bound()
    {
        var page = FiguresPage.Markdown(Only(Measurements.Simulated, """
            {"simulated":true,"material":"m","challenged":false,"from":1,"windowSeconds":3,"emptyRoomSeconds":1.5,"complete":true,"secondsPerTrial":1,
             "apcer":{"Screen":{"errors":0,"trials":20,"rate":0,"upper95":0.13911,"attack":18,"open":2,"failedSeeds":[]},"WornMask":{"errors":1,"trials":20,"rate":0.05,"upper95":0.2487,"attack":3,"open":16,"failedSeeds":[7]}},
             "bpcer":{"errors":2,"trials":20,"rate":0.1,"upper95":0.3,"attack":0,"open":2,"failedSeeds":[3,4]}}
            """));
        Assert.Contains("| Screen | 0 of 20 (at most 13.9 %) | 18 | 2 |", page, StringComparison.Ordinal);
        Assert.Contains("| WornMask | 1 of 20, 5.00 % (0.13 to 24.9 %) | 3 | 16 |", page, StringComparison.Ordinal);
        Assert.Contains("| BonaFide (control): BPCER | 2 of 20, 10.0 %", page, StringComparison.Ordinal);
        Assert.Contains("WornMask 1 of 20, 5.00 % (0.13 to 24.9 %); APCER 0 in each of 1 species (20 presentations each, at most 13.9 %)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_command_prints_is_read_without_the_names_of_files()
    {
        Assert.Equal(["""{"apcer":1}"""], Measurement.Parse("{\n  \"clips\": [{\"file\": \"/a/b.mp4\"}],\n  \"apcer\": 1\n}\n").Select(element => element.GetRawText()));
        Assert.Equal(["""{"a":1}""", """{"a":2}"""], Measurement.Parse("{\"a\":1,\"times\":[1,2]}\n{\"a\":2}\n").Select(element => element.GetRawText()));
        Assert.Throws<InputException>(() => Measurement.Parse(" \n"));
    }

    [Fact]
    public void A_file_that_is_no_result_is_named()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "loop.json"), """{"name":"search","output":[]}""");
            Assert.Contains("loop.json", Assert.Throws<InputException>(() => FigureResult.ReadAll(folder)).Message, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder.FullName, "loop.json"), "{");
            Assert.Contains("loop.json", Assert.Throws<InputException>(() => FigureResult.ReadAll(folder)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    internal static FigureResult Result(string name, string json) => new(name, "./kiosk lab x", "data", new(2026, 1, 2), "abc", "2 × processor", 0.5, 3, [JsonDocument.Parse(json).RootElement]);

    private static Dictionary<string, FigureResult> Only(string name, string json) => new(StringComparer.Ordinal) { [name] = Result(name, json) };

    private static string Here([CallerFilePath] string path = "") => path;
}
