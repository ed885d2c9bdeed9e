using System.CommandLine;
using AccessKiosk.Enrollment;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Lab.Figures;

namespace AccessKiosk.Lab.Commands;

/// <summary><c>figures</c>: the page of figures from kept results, and the results anew.</summary>
internal static class FiguresCommand
{
    public static Command Create()
    {
        var from = new Option<DirectoryInfo>("--from") { Description = "Folder of results.", DefaultValueFactory = _ => new(InSources("bench/results")) };
        var output = new Option<FileInfo>("--out") { Description = "The page.", DefaultValueFactory = _ => new(InSources("docs/figures.md")) };
        var readme = new Option<FileInfo?>("--readme") { Description = "Also write the five figures into this file, between its marks." };
        var run = new Option<bool>("--run") { Description = "Measure anew what there is data for (under 30 minutes on two cores), then make the page. Ctrl-C keeps what is done." };
        var only = new Option<string?>("--only") { Description = "With --run: measure only these, separated by commas.", HelpName = "A,B" };
        var images = new Option<DirectoryInfo?>("--images") { Description = "With --run: folder with one folder of pictures per person." };
        var pairs = new Option<FileInfo?>("--pairs") { Description = "With --run: list of pairs in LFW's format." };
        var labelErrors = new Option<FileInfo>("--label-errors") { Description = "With --run: people whose pictures are known to be labelled wrongly, one a line; left out of identification.", DefaultValueFactory = _ => new(InSources("bench/label-errors.txt")) };
        var manifest = new Option<FileInfo[]>("--manifest") { Description = "With --run: CSV of labelled clips. Can be repeated." };
        var seeds = new Option<int>("--seeds") { Description = "With --run: simulated presentations per species.", DefaultValueFactory = _ => 20 };
        var soak = new Option<string>("--soak") { Description = "With --run: for how long recordings are played.", DefaultValueFactory = _ => "4m", HelpName = "TIME" };
        var command = new Command("figures", "Make the page of figures from the results that commands printed; --run measures them anew.") { from, output, readme, run, only, images, pairs, labelErrors, manifest, seeds, soak };
        seeds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000)
                result.AddError("--seeds: 1 to 10000.");
        });
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var folder = parsed.GetRequiredValue(from);
            var isComplete = true;
            if (parsed.GetValue(run))
            {
                SoakCommand.Length(parsed.GetRequiredValue(soak));
                var data = new MeasuringData(parsed.GetValue(images), parsed.GetValue(pairs), MeasuringData.ReadNames(parsed.GetRequiredValue(labelErrors).FullName), parsed.GetValue(manifest) ?? []);
                isComplete = await MeasureAsync(folder, Chosen(Measurements.All(parsed.GetValue(seeds), parsed.GetRequiredValue(soak)), parsed.GetValue(only)), data, cancellationToken);
            }

            var results = FigureResult.ReadAll(folder);
            await File.WriteAllTextAsync(parsed.GetRequiredValue(output).FullName, FiguresPage.Markdown(results), cancellationToken);
            if (parsed.GetValue(readme) is { } file)
                await File.WriteAllTextAsync(file.FullName, FiguresPage.WithFive(await File.ReadAllTextAsync(file.FullName, cancellationToken), results), cancellationToken);
            Terminal.Say($"{parsed.GetRequiredValue(output).Name}: made from {results.Count} results");
            return isComplete ? ExitCode.Success : ExitCode.Negative;
        });
    }

    private static async Task<bool> MeasureAsync(DirectoryInfo folder, IReadOnlyList<Measurement> measurements, MeasuringData data, CancellationToken cancellationToken)
    {
        var measuring = new MeasuringRun(folder, TimeProvider.System);
        foreach (var message in await measuring.RunAsync(measurements, data, cancellationToken))
            Terminal.Say(message);
        return measuring.IsComplete;
    }

    private static IReadOnlyList<Measurement> Chosen(IReadOnlyList<Measurement> all, string? names)
    {
        if (names is null)
            return all;
        var wanted = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return wanted.FirstOrDefault(name => all.All(m => m.Name != name)) is { } unknown
            ? throw new InputException($"There is no measurement {unknown}; there are {string.Join(", ", all.Select(m => m.Name))}.")
            : [.. all.Where(m => wanted.Contains(m.Name, StringComparer.Ordinal))];
    }

    private static string InSources(string path) => Path.Combine(Provenance.Root ?? Environment.CurrentDirectory, path);
}
