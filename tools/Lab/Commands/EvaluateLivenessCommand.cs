using System.CommandLine;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Lab.Simulating;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Vision.Imaging;
using Spectre.Console;

namespace AccessKiosk.Lab.Commands;

/// <summary><c>evaluate liveness</c>: error rates of presentation attack detection on recordings with known answers.</summary>
internal static class EvaluateLivenessCommand
{
    private const int ChallengeSeed = 20260101;

    // A person expects an answer by then (docs/liveness.md).
    private const double DecisionSeconds = 3;

    public static Command Create()
    {
        var manifest = new Option<FileInfo>("--manifest") { Description = "CSV with the columns file and label; optional: species, subject, source, face." };
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
        var command = new Command("liveness", "Presentation attack detection: APCER by species, BPCER, time to the verdict.") { manifest, seconds, challenge, trials, plots, ablation, simulate, species, seeds, from, empty, threads, table, json, settings };
        command.Validators.Add(result =>
        {
            if (result.GetValue(manifest) is null != result.GetValue(simulate))
                result.AddError("Give either --manifest FILE or --simulate.");
        });
        return command.Runs((parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            if (parsed.GetValue(simulate))
            {
                var plan = new SimulationPlan(
                    SimulateLiveness.Parse(parsed.GetValue(species)), parsed.GetValue(from), parsed.GetValue(seeds), parsed.GetValue(empty), DecisionSeconds, parsed.GetValue(challenge), parsed.GetValue(threads));
                return Task.FromResult(SimulateLiveness.Run(plan, options, parsed.GetValue(table), parsed.GetValue(json), cancellationToken));
            }

            var calibration = PadClips.Calibration(options);
            var clips = PadClips.Manifest(parsed.GetRequiredValue(manifest));
            var reports = new List<ClipReport>();
            var known = new List<(TrackOutcome Track, bool IsAttack)>();
            var luck = new Tally();
            var code = ExitCode.Success;
            foreach (var (clip, tracks) in PadClips.Watch(clips, options, parsed.GetValue(seconds), cancellationToken))
            {
                if (tracks is null)
                    code = ExitCode.Negative;
                var chosen = ClipWatcher.Choose(tracks ?? [], clip.Face);
                reports.Add(ClipReport.Of(clip, tracks ?? [], chosen));
                if (chosen is null)
                    continue;
                known.Add((chosen, clip.IsAttack));
                if (parsed.GetValue(challenge))
                    luck.Add(clip, chosen, parsed.GetValue(trials), options.Liveness.Challenge, ChallengeSeed + reports.Count);
                if (parsed.GetValue(plots) is { } folder)
                    Plot(folder, clip, chosen, calibration);
            }

            var report = LivenessReport.Of(
                reports, parsed.GetValue(challenge) ? luck.Report : null,
                parsed.GetValue(ablation) ? Ablation.Of(known, calibration, options.Liveness, DecisionSeconds) : null);
            if (parsed.GetValue(json))
                Console.WriteLine(report.ToJson());
            else
                Print(report);
            return Task.FromResult(code);
        });
    }

    private static void Plot(DirectoryInfo folder, PadClip clip, TrackOutcome track, LivenessCalibration calibration)
    {
        folder.Create();
        using var plot = EvidencePlot.Make(track, calibration, $"{Path.GetFileName(clip.File)} ({(clip.IsAttack ? "attack" : "bona fide")})");
        // Clips of the same name may lie in several folders.
        ImageFile.Save(plot, Path.Combine(folder.FullName, clip.File.Replace(Path.DirectorySeparatorChar, '_') + ".png"));
    }

    private static void Print(LivenessReport report)
    {
        var table = new Table().AddColumns("clip", "label", "verdict", "seconds", "P(live)", "would grant");
        foreach (var clip in report.Clips)
            table.AddRow(Markup.Escape(clip.File), clip.Label, clip.Verdict, $"{clip.Seconds:0.0}", $"{clip.Score:0.000}", clip.WouldGrant ? "yes" : "no");
        AnsiConsole.Write(table);
        foreach (var (species, rate) in report.Apcer)
            Rate($"APCER {species}", rate);
        Rate("BPCER (not called live)", report.Bpcer);
        AnsiConsole.MarkupLineInterpolated($"undecided {report.Undecided}; seconds to the verdict: median {report.SecondsToVerdict.Median:0.0}, p95 {report.SecondsToVerdict.P95:0.0}");
        if (report.Ablation is { } rows)
            Print(rows);
        if (report.Challenge is { } challenge)
        {
            Rate("challenge: attacks that passed by luck", challenge.Attack);
            Rate("challenge: movements made as asked that were not accepted", challenge.Performed);
            Rate("challenge: bona fide recordings that did not pass, though nobody asked them", challenge.BonaFide);
        }
    }

    private static void Print(IReadOnlyList<AblationRow> rows)
    {
        var table = new Table().AddColumns("cue", "alone: AUC", "attacks live", "not live", "all but it: AUC", "attacks live", "not live");
        foreach (var (cue, alone, without) in rows)
            table.AddRow([cue, .. Cells(alone), .. Cells(without)]);
        AnsiConsole.Write(table);
    }

    private static string[] Cells(AblationFigures? figures) =>
        figures is { } f ? [f.Auc is { } auc ? $"{auc:0.000}" : "", $"{f.AttacksLive}", $"{f.NotLive}"] : ["", "", ""];

    private static void Rate(string name, RateReport rate) =>
        AnsiConsole.MarkupLineInterpolated($"{name}: {rate.Errors} of {rate.Trials} = {rate.Rate:P1} (at most {rate.Upper95:P1} at 95 %)");

    private sealed class Tally
    {
        private int _attackPassed, _attackTrials, _livePassed, _liveTrials, _made, _refused;

        public ChallengeReport Report => new(
            RateReport.Of(_attackPassed, _attackTrials), RateReport.Of(_liveTrials - _livePassed, _liveTrials), RateReport.Of(_refused, _made));

        public void Add(PadClip clip, TrackOutcome track, int trials, ChallengeOptions options, int seed)
        {
            var passed = ChallengeTrials.Passed(track, trials, options, seed);
            if (clip.IsAttack)
            {
                (_attackPassed, _attackTrials) = (_attackPassed + passed, _attackTrials + trials);
                return;
            }

            (_livePassed, _liveTrials) = (_livePassed + passed, _liveTrials + trials);
            var (made, refused) = ChallengeTrials.Performed(track, trials, options, seed);
            (_made, _refused) = (_made + made, _refused + refused);
        }
    }
}
