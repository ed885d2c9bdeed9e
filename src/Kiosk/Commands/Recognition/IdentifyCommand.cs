using System.CommandLine;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Calibration.Report;
using AccessKiosk.Enrollment.Calibration.Statistics;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Commands.Calibration;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Vision.Embedding;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Recognition;

/// <summary><c>identify</c>: who of those enrolled do pictures show.</summary>
internal static class IdentifyCommand
{
    private sealed record Report(string File, string? Person, string? Name, float Threshold, int References, string Verdict, IReadOnlyList<Line> Candidates);

    private sealed record Line(string Person, string? Name, float Score, double Fmr, double FmrUpper95, bool Extrapolated, bool Above);

    public static Command Create()
    {
        var images = Arguments.Images();
        var top = new Option<int>("--top") { Description = "How many people to show, 1 to 100.", DefaultValueFactory = _ => 3 };
        top.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100)
                result.AddError("--top: 1 to 100.");
        });
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var by = StoreArguments.By();
        var command = new Command("identify", "Identify the one face of each picture among everyone enrolled. Audited. Exit code 0 if all are known, 1 if not.") { images, top, by, json, settings };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            options.Store.EnsureExists();
            await using var workforce = await StoreCommandRunner.OpenAuditedAsync(
                access => EnrolledPopulation.OpenAsync(options.Store, options.Recognition.Thresholds, access, TimeProvider.System, cancellationToken));
            if (workforce.Gallery.References == 0)
                throw new InputException("Nobody is enrolled: use ./kiosk enrol or ./kiosk import first.");
            using var reader = new PortraitReader(new(options.Inference));
            var probe = new float[FaceEmbedder.Dimensions];
            var allKnown = true;
            foreach (var file in parsed.GetRequiredValue(images))
            {
                cancellationToken.ThrowIfCancellationRequested();
                reader.ReadOnly(file.FullName, probe);
                var report = Identify(file.Name, probe, parsed.GetValue(top), workforce, options);
                await workforce.Store.AuditLookAsync(parsed.GetRequiredValue(by), "person.identified", report.Person, null, cancellationToken);
                allKnown &= report.Person is not null;
                if (parsed.GetValue(json))
                    JsonLines.WriteLine(Console.Out, report);
                else
                    Print(report);
            }
            return allKnown ? ExitCode.Success : ExitCode.Negative;
        });
    }

    private static Report Identify(string file, float[] probe, int top, EnrolledPopulation workforce, KioskOptions options)
    {
        // The runner-up counts even where only one is to be shown.
        var best = new Candidate[Math.Max(2, top)];
        best = best[..workforce.Gallery.Search(probe, best)];
        var references = workforce.Gallery.References;
        var threshold = workforce.Points.Threshold(references);
        var identification = Identification.Of(best, threshold, frames: 1);
        var judgement = identification.Judge(options.Recognition.MinMargin);
        var fmr = workforce.Points.FmrOf(best[0].Score);
        var verdict = judgement switch
        {
            IdentificationVerdict.Unknown => "nobody enrolled, as far as can be told",
            IdentificationVerdict.Ambiguous => "could be either of the first two: too alike to tell",
            _ => $"{workforce.NameOf(best[0].Person)}; of strangers, one search in {1 / Math.Max(Fpir.Of(fmr.Rate, references), 1e-12):N0} finds somebody this alike{(fmr.Extrapolated ? " (beyond what was measured)" : "")}",
        };
        var named = judgement is IdentificationVerdict.Named;
        return new(
            file, named ? best[0].Person.ToString() : null, named ? workforce.NameOf(best[0].Person) : null, threshold, references, verdict,
            [.. best.Take(top).Select(c => Of(c, threshold, workforce))]);
    }

    private static Line Of(Candidate candidate, float threshold, EnrolledPopulation workforce)
    {
        var fmr = workforce.Points.FmrOf(candidate.Score);
        return new(candidate.Person.ToString(), workforce.NameOf(candidate.Person), candidate.Score, fmr.Rate, fmr.Upper95, fmr.Extrapolated, candidate.Score >= threshold);
    }

    private static void Print(Report report)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{report.File}[/]: {report.Verdict} (threshold {report.Threshold:0.000} among {report.References:N0} references)");
        var table = new Table().AddColumns("#", "name", "identifier", "score", "");
        foreach (var (i, c) in report.Candidates.Index())
            table.AddRow(new Text($"{i + 1}"), new Text(c.Name ?? ""), new Text(c.Person), new Text($"{c.Score:0.000}"), new Text($"{FmrFormatter.Of(c.Fmr)}{(c.Above ? "" : "; below the threshold")}"));
        AnsiConsole.Write(table);
    }
}
