using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Scores;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Calibration;

/// <summary><c>calibrate --site</c>: does it work here?</summary>
internal static class SiteCommand
{
    public static async Task<int> RunAsync(KioskOptions options, int days, bool json, CancellationToken cancellationToken)
    {
        options.Store.EnsureExists();
        await using var workforce = await EnrolledPopulation.OpenAsync(options.Store, options.Recognition.Thresholds, StoreAccess.Read, TimeProvider.System, cancellationToken);
        var site = await SiteCheck.RunAsync(workforce, days, TimeProvider.System, Compare, cancellationToken);
        if (json)
            JsonLines.WriteLine(Console.Out, site);
        else
            Print(site);
        return site.NonMatedAbove.Errors == 0 ? ExitCode.Success : ExitCode.Negative;

        ComparisonScores Compare(IReadOnlyList<LabelledEmbedding> references) =>
            ProgressDisplay.Of("comparing every pair", report => AllPairs.Compare(references, Environment.ProcessorCount, report, cancellationToken));
    }

    private static void Print(SiteScores s)
    {
        AnsiConsole.MarkupLineInterpolated($"{s.People:N0} people with {s.References:N0} references; threshold {s.Threshold:0.000}");
        AnsiConsole.MarkupLineInterpolated($"two people: {s.NonMated:N0} comparisons, the highest score {s.HighestNonMated:0.000} ({string.Join(" and ", s.MostAlike)}), {s.Threshold - s.HighestNonMated:+0.000;-0.000} from the threshold; above it {s.NonMatedAbove.ToString()}");
        AnsiConsole.MarkupLineInterpolated($"one person: {s.Mated:N0} comparisons, the lowest score {s.LowestMated:0.000}; below the threshold {s.MatedBelow.ToString()} (captures of one sitting: expect more at the door)");
        AnsiConsole.MarkupLineInterpolated($"the last {s.Days} days: {s.Granted:N0} let in{Lowest(s)}; {s.Refused:N0} refused below the threshold{Highest(s)}");
        if (s.NonMatedAbove.Errors > 0)
            AnsiConsole.MarkupLine("[red]Two people enrolled reach the threshold: look whether they are one person enrolled twice; else calibrate with pictures from this site.[/]");
        else if (s.HighestRefused > s.Threshold - 0.05)
            AnsiConsole.MarkupLine("[yellow]A refused face came close to the threshold: look at it in the review; a stranger so close asks for a calibration on this site's pictures.[/]");
        else
            AnsiConsole.MarkupLine("[green]Strangers stay away from the threshold here.[/]");
    }

    private static string Lowest(SiteScores s) => s.LowestGranted is { } score ? $", the lowest score {score:0.000}" : "";

    private static string Highest(SiteScores s) => s.HighestRefused is { } score ? $", the highest score {score:0.000}" : "";
}
