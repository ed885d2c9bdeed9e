using System.CommandLine;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Lab.Commands;

// What shows and measures the kiosk. Never installed on a box.
return await CommandRoot.RunAsync(
    new Command("kiosk", "AccessKiosk's demonstration and laboratory.")
    {
        DemoCommand.Create(),
        new Command("lab", "Measure: benchmarks, error rates, recordings through the whole kiosk.")
        {
            ReplayCommand.Create(),
            BenchCommand.Create(),
            SoakCommand.Create(),
            EvaluateCommand.Create(),
            new Command("calibrate", "Fit calibration records to labelled recordings.") { CalibrateLivenessCommand.Create() },
        },
    },
    args);
