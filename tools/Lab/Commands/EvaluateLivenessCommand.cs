using System.CommandLine;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Simulating;

namespace AccessKiosk.Lab.Commands;

/// <summary><c>evaluate liveness</c>: error rates of presentation attack detection on recordings with known answers.</summary>
internal static class EvaluateLivenessCommand
{
    public static Command Create()
    {
        var manifest = new Option<FileInfo[]>("--manifest") { Description = "CSV with the columns file and label; optional: species, subject, source, face. Can be repeated." };
        var recordings = new Option<bool>("--recordings") { Description = "Also play the demonstration's recordings: three of two live men." };
        var assume = new Option<bool>("--assume-known-background") { Description = "Judge recordings as where the background is known. The report says so." };
        var markdown = new Option<bool>("--markdown") { Description = "Print Markdown instead of text." };
        var seconds = new Option<double>("--seconds") { Description = "How much of each clip is used.", DefaultValueFactory = _ => 10 };
        var challenge = new Option<bool>("--challenge") { Description = "Also test each clip against random challenges at random moments; simulated attackers follow the requests as far as their instrument allows." };
        var trials = new Option<int>("--trials") { Description = "Challenges per clip.", DefaultValueFactory = _ => 200 };
        var plots = new Option<DirectoryInfo?>("--plots") { Description = "Folder for a plot of each clip's evidence." };
        var ablation = new Option<bool>("--ablation") { Description = "Also report what each cue contributes: alone, and with all others but it." };
        var simulate = new Option<bool>("--simulate") { Description = "Present simulated attacks instead of recordings. Never mixed with real figures." };
        var species = new Option<string>("--species") { Description = "Species, separated by commas. Default: all.", HelpName = "A,B" };
        var seeds = new Option<int>("--seeds") { Description = "Simulated presentations per species.", DefaultValueFactory = _ => 10 };
        var from = new Option<int>("--from") { Description = "First seed.", DefaultValueFactory = _ => 1 };
        var empty = new Option<double>("--empty-room") { Description = "Seconds for which the kiosk sees the empty room before a simulated presentation.", DefaultValueFactory = _ => 1.5 };
        var threads = new Option<int>("--threads") { Description = "Simulated presentations in parallel.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var table = new Option<FileInfo?>("--table") { Description = "CSV file for the evidence of every simulated presentation." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("liveness", "Presentation attack detection: APCER by species, BPCER, time to the verdict.") { manifest, recordings, assume, seconds, challenge, trials, plots, ablation, simulate, species, seeds, from, empty, threads, table, json, markdown, settings };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(manifest) is not { Length: > 0 } && !result.GetValue(recordings)) != result.GetValue(simulate))
                result.AddError("Give either --manifest FILE or --simulate; --recordings counts as a manifest.");
        });
        return command.Runs((parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            if (parsed.GetValue(simulate))
            {
                var plan = new SimulationPlan(
                    SimulateLiveness.Parse(parsed.GetValue(species)), parsed.GetValue(from), parsed.GetValue(seeds), parsed.GetValue(empty), LivenessEvaluation.DecisionSeconds, parsed.GetValue(challenge), parsed.GetValue(threads));
                return Task.FromResult(SimulateLiveness.Run(plan, options, parsed.GetValue(table), parsed.GetValue(json), cancellationToken));
            }

            var clips = (parsed.GetValue(manifest) ?? []).SelectMany(PadClips.Manifest).Concat(parsed.GetValue(recordings) ? PadClips.Recordings() : []).ToArray();
            var evaluation = new LivenessEvaluation(options, new(
                parsed.GetValue(seconds), parsed.GetValue(challenge) ? parsed.GetValue(trials) : 0, parsed.GetValue(plots), parsed.GetValue(ablation), parsed.GetValue(assume)));
            var report = evaluation.Run(clips, cancellationToken);
            if (parsed.GetValue(json))
                Console.WriteLine(report.ToJson());
            else
                new LivenessTables(parsed.GetValue(markdown)).Print(report);
            return Task.FromResult(evaluation.IsComplete ? ExitCode.Success : ExitCode.Negative);
        });
    }
}
