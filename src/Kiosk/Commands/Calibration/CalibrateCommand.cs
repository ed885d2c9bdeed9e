using System.CommandLine;
using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Calibration.Metrics;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Calibration.Report;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Embedding;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Calibration;

/// <summary><c>calibrate</c>: measures how scores of the same and of different people fall, from which thresholds follow.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        var images = new Option<DirectoryInfo?>("--images") { Description = "Folder with one folder of pictures per person; at least 30 people." };
        var pairs = new Option<FileInfo?>("--pairs") { Description = "Compare the pairs of this list (LFW's format) instead of every picture with every other one." };
        var groups = new Option<FileInfo?>("--group-by") { Description = "CSV with the column subject and one column per attribute, for error rates by group." };
        var corrections = new Option<FileInfo?>("--corrections") { Description = "Known mistakes in the pictures' labels: lines 'same NAME NAME' and 'drop IMAGE'." };
        var site = new Option<bool>("--site") { Description = "Check the active calibration against the people enrolled and the recorded events of this site. Changes nothing." };
        var days = new Option<int>("--days") { Description = "With --site: use the events of this many days.", DefaultValueFactory = _ => 30 };
        var output = new Option<FileInfo?>("--output", "-o") { Description = "Write the record to a file instead of the store." };
        var report = new Option<FileInfo?>("--report") { Description = "Write a report with plots (one HTML file, works offline)." };
        var description = new Option<string?>("--description") { Description = "Description of the pictures, for the record. Default: the folder's name." };
        var isPublic = new Option<bool>("--public-data") { Description = "The pictures are not from this site's camera." };
        var by = StoreArguments.By();
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("calibrate", "Measure the error rates of the embedding model on pictures, and store the record from which thresholds are derived.")
        {
            images, pairs, groups, corrections, site, days, output, report, description, isPublic, by, json, settings,
        };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 3660)
                result.AddError("--days: 1 to 3660.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(images) is null == !result.GetValue(site))
                result.AddError("Give either --images DIR or --site.");
            if (result.GetValue(pairs) is not null && result.GetValue(groups) is not null)
                result.AddError("--group-by needs every pair of pictures: leave out --pairs.");
        });
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            if (parsed.GetValue(site))
                return await SiteCommand.RunAsync(options, parsed.GetValue(days), parsed.GetValue(json), cancellationToken);

            // A store that cannot be written is reported now, not after the measuring.
            await using var store = parsed.GetValue(output) is null
                ? await KioskStore.OpenAsync(options.Store, StoreAccess.Exclusive, TimeProvider.System, cancellationToken)
                : null;
            var folder = parsed.GetRequiredValue(images)!;
            var data = new CalibrationInput(folder, parsed.GetValue(pairs), parsed.GetValue(groups), parsed.GetValue(corrections));
            var measured = data.Measure(
                options, parsed.GetValue(isPublic) ? CalibrationOrigin.PublicData : CalibrationOrigin.Site, parsed.GetValue(description) ?? folder.Name, cancellationToken);
            var references = store is null ? 0 : (await store.StatusAsync(cancellationToken)).References;
            var byGroup = data.ByGroup(measured, references, options, cancellationToken);
            if (parsed.GetValue(report) is { } html)
                await PrivateFile.WriteTextAsync(html.FullName, CalibrationReport.Html(
                    measured.Record, new(Math.Max(1, references), options.Recognition.MaxFpir, byGroup, SuspectPair.Of(measured.Scores, measured.Images))));
            var where = await KeepAsync(measured.Record, store, parsed.GetValue(output), parsed.GetRequiredValue(by), references, options, cancellationToken);
            if (parsed.GetValue(json))
                Console.WriteLine(CalibrationAnswer.Of(measured.Record, byGroup, Sizes(references), options.Recognition.MaxFpir));
            else
                Print(measured.Record, byGroup, references, options);
            Terminal.Say($"written: {where}");
            return ExitCode.Success;
        });
    }

    private static async Task<string> KeepAsync(CalibrationRecord record, KioskStore? store, FileInfo? output, string by, int references, KioskOptions options, CancellationToken cancellationToken)
    {
        var text = CalibrationJson.Write(record);
        if (store is not null)
        {
            var kept = await store.Calibrations.AddAsync(FaceEmbedder.ModelHash, record.Data.Description, text, by, record.CreatedAt, cancellationToken);
            return $"record {kept.Id:N} in the store; {Active(record, references, options)}";
        }
        await PrivateFile.WriteTextAsync(output!.FullName, text);
        return output.FullName;
    }

    private static string Active(CalibrationRecord record, int references, KioskOptions options) => options.Recognition.Calibration switch
    {
        { Length: > 0 } named => $"the kiosk does not use it: Recognition:Calibration names {named}",
        _ when ActiveCalibration.CanSpeakFor(record, references, options.Recognition.MaxFpir) => "the kiosk uses it from its next start",
        _ => $"it is not active: it has too little data for the {references:N0} references enrolled, and the newest record with enough data stays active. Calibrate with more people",
    };

    private static void Print(CalibrationRecord record, IReadOnlyList<AttributeErrors> byGroup, int references, KioskOptions options)
    {
        AnsiConsole.MarkupLineInterpolated($"{record.Data.People:N0} people, {record.Data.Images:N0} images; {record.Data.MatedComparisons:N0} mated and {record.Data.NonMatedComparisons:N0} non-mated comparisons; AUC {record.Auc:0.000000}, EER {record.Eer:P3}");
        var table = new Table().AddColumns("FMR", "threshold", "FNMR", "95 % bounds", "");
        foreach (var at in record.AtFmr)
            table.AddRow($"{at.WantedFmr:0e+0}", $"{at.Threshold:0.000}", $"{at.Fnmr.Rate:P2}", $"{at.Fnmr.Lower95:P2} to {at.Fnmr.Upper95:P2}", at.Extrapolated ? "extrapolated" : "");
        AnsiConsole.Write(table);
        foreach (var size in Sizes(references))
            AnsiConsole.MarkupLineInterpolated($"{ThresholdFormatter.Of(record, size, options.Recognition.MaxFpir)}");
        foreach (var group in byGroup)
            AnsiConsole.Write(Groups(group));
        foreach (var warning in record.Warnings.Concat(byGroup.SelectMany(g => g.Warnings())))
            AnsiConsole.MarkupLineInterpolated($"[yellow]{warning}[/]");
    }

    // The gallery as it is, and with room to grow.
    private static long[] Sizes(int references) => [Math.Max(1, references), 10L * Math.Max(1, references)];

    private static Table Groups(AttributeErrors errors)
    {
        var table = new Table().Title(Markup.Escape($"by {errors.Attribute}, at threshold {errors.Threshold:0.000}")).AddColumns("group", "people", "FMR", "p", "FNMR", "p");
        foreach (var g in errors.Groups)
            table.AddRow(new Text(g.Group), new Text($"{g.People:N0}"), new Text($"{g.Fmr}"), new Text($"{g.FmrPValue:0.000}"), new Text($"{g.Fnmr}"), new Text($"{g.FnmrPValue:0.000}"));
        return table;
    }
}
