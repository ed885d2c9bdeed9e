using System.Diagnostics;
using AccessKiosk.Enrollment;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Simulating;
using AccessKiosk.Simulation;
using Spectre.Console;

namespace AccessKiosk.Lab.Commands;

/// <summary>The part of <c>evaluate liveness</c> that presents simulated attacks.</summary>
internal static class SimulateLiveness
{
    /// <summary>Runs the trials and prints the report; after an interruption, that of what was done.</summary>
    public static int Run(SimulationPlan plan, KioskOptions options, FileInfo? table, bool json, CancellationToken cancellationToken)
    {
        if (plan is { Seeds: < 1 or > 100_000 } or { Threads: < 1 or > 256 } or { EmptySeconds: not (>= 0 and <= 60) })
            throw new InputException("--seeds is 1 to 100000, --threads 1 to 256, --empty-room 0 to 60.");
        Terminal.Say("reading the recordings that attacks are simulated with");
        using var material = AttackMaterial.Load(new(options.Inference), cancellationToken);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        IReadOnlyList<SimulatedTrial> trials = [];
        ProgressDisplay.Over(plan.Trials, "simulated attacks", step => trials = SimulatedTrials.Run(plan, material.Stage, options, step, cancellationToken));
        var spent = Process.GetCurrentProcess().TotalProcessorTime - before;
        var report = SimulationReport.Of(plan, trials, material.Description, spent.TotalSeconds / Math.Max(1, trials.Count));
        if (table is not null)
            TrialTable.Write(table.FullName, trials);
        if (json)
            Console.WriteLine(report.ToJson());
        else
            Print(report);
        if (report.Complete)
            return ExitCode.Success;
        Terminal.Say($"interrupted after {trials.Count} of {plan.Trials} trials");
        return ExitCode.Interrupted;
    }

    /// <summary>Reads a list of species.</summary>
    /// <exception cref="InputException">There is no such species.</exception>
    public static IReadOnlyList<Species> Parse(string? names)
    {
        if (string.IsNullOrWhiteSpace(names))
            return Enum.GetValues<Species>();
        var chosen = new List<Species>();
        foreach (var name in names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            chosen.Add(Enum.TryParse<Species>(name, ignoreCase: true, out var species) && Enum.IsDefined(species)
                ? species
                : throw new InputException($"There is no species {name}; there are {string.Join(", ", Enum.GetNames<Species>())}."));
        return [.. chosen.Distinct()];
    }

    private static void Print(SimulationReport report)
    {
        AnsiConsole.MarkupLineInterpolated($"SIMULATED attacks, not real ones: {report.Material}; {report.EmptyRoomSeconds:0.0} s of the empty room before, {report.WindowSeconds:0.0} s for the verdict; {report.SecondsPerTrial:0.00} s of processor time a trial");
        var table = new Table().AddColumns("species", report.Challenged ? "passed the challenge" : "called live", "of", "APCER at most (95 %)", "called attack", report.Challenged ? "failed it" : "challenge needed");
        foreach (var (species, s) in report.Apcer)
            table.AddRow(species, $"{s.Errors}", $"{s.Trials}", $"{s.Upper95:P1}", $"{s.Attack}", $"{s.Open}");
        AnsiConsole.Write(table);
        if (report.Bpcer is { } control)
            AnsiConsole.MarkupLineInterpolated($"control, live people before the same simulated camera: {control.Errors} of {control.Trials} not called live (at most {control.Upper95:P1} at 95 %), {control.Attack} of them called an attack");
    }
}
