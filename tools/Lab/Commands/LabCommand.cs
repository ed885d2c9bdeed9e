using System.CommandLine;
using AccessKiosk.Kiosk.CommandLine;

namespace AccessKiosk.Lab.Commands;

/// <summary>The demonstration and the laboratory: never installed on a box.</summary>
internal static class LabCommand
{
    /// <summary>The program's command with its subcommands.</summary>
    public static Command Create() => CommandRoot.Create(
        "AccessKiosk's demonstration and laboratory.",
        [
            new("Demonstration", DemoCommand.Create()),
            new("Laboratory", new Command("lab", "Measure: benchmarks, error rates, recordings through the whole kiosk.")
            {
                ReplayCommand.Create(),
                BenchCommand.Create(),
                SoakCommand.Create(),
                EvaluateCommand.Create(),
                FiguresCommand.Create(),
                new Command("calibrate", "Fit calibration records to labelled recordings.") { CalibrateLivenessCommand.Create() },
            }),
        ]);
}
