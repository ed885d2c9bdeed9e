using System.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Simulating;
using AccessKiosk.Liveness.Evaluation;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Vision.Imaging;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands;

/// <summary><c>evaluate liveness</c>: error rates of presentation attack detection on recordings with known answers.</summary>
internal static class EvaluateLivenessCommand
{
    private const int ChallengeSeed = 20260101;

    // A person expects an answer by then (docs/liveness.md).
    private const double DecisionSeconds = 3;

    public static Command Create()
    {
        var manifest = new Option<FileInfo>("--manifest") { Description = "CSV with the columns file, label and, if wanted, species, subject, source, face." };
        var seconds = new Option<double>("--seconds") { Description = "How much of each clip to watch.", DefaultValueFactory = _ => 10 };
        var challenge = new Option<bool>("--challenge") { Description = "Also play each clip against random challenges from random moments; simulated attackers do what is asked as well as paper lets them." };
        var trials = new Option<int>("--trials") { Description = "Challenges a clip.", DefaultValueFactory = _ => 200 };
        var plots = new Option<DirectoryInfo?>("--plots") { Description = "Folder that a plot of each clip's evidence is written to." };
        var simulate = new Option<bool>("--simulate") { Description = "Present simulated attacks instead of recordings. Never mixed with real figures." };
        var species = new Option<string>("--species") { Description = "Which, separated by commas; all when left out.", HelpName = "A,B" };
        var seeds = new Option<int>("--seeds") { Description = "Simulated presentations a species.", DefaultValueFactory = _ => 10 };
        var from = new Option<int>("--from") { Description = "First seed.", DefaultValueFactory = _ => 1 };
        var empty = new Option<double>("--empty-room") { Description = "Seconds for which the kiosk sees the empty room before a simulated presentation.", DefaultValueFactory = _ => 1.5 };
        var threads = new Option<int>("--threads") { Description = "Simulated presentations at a time.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var table = new Option<FileInfo?>("--table") { Description = "CSV that every simulated presentation's evidence is written to." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("liveness", "Presentation attack detection: APCER by species, BPCER, time to the verdict.") { manifest, seconds, challenge, trials, plots, simulate, species, seeds, from, empty, threads, table, json, settings };
        command.Validators.Add(result =>
        {
            if (result.GetValue(manifest) is null != result.GetValue(simulate))
                result.AddError("Give either --manifest FILE or --simulate.");
            if (result.GetValue(seeds) is < 1 or > 100_000 || result.GetValue(threads) is < 1 or > 256 || result.GetValue(empty) is not (>= 0 and <= 60))
                result.AddError("--seeds is 1 to 100000, --threads 1 to 256, --empty-room 0 to 60.");
        });
        return command.Runs((parsed, cancellation) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            if (parsed.GetValue(simulate))
            {
                var plan = new SimulationPlan(
                    SimulateLiveness.Parse(parsed.GetValue(species)), parsed.GetValue(from), parsed.GetValue(seeds), parsed.GetValue(empty), DecisionSeconds, parsed.GetValue(challenge), parsed.GetValue(threads));
                return Task.FromResult(SimulateLiveness.Run(plan, options, parsed.GetValue(table), parsed.GetValue(json), cancellation));
            }

            var calibration = PadClips.Calibration(options);
            var clips = PadClips.Manifest(parsed.GetRequiredValue(manifest));
            var reports = new List<ClipReport>();
            var luck = new Tally();
            foreach (var (clip, tracks) in PadClips.Watch(clips, options, calibration, parsed.GetValue(seconds), cancellation))
            {
                var chosen = ClipWatcher.Choose(tracks, clip.Face);
                reports.Add(ClipReport.Of(clip, tracks, chosen));
                if (chosen is null)
                    continue;
                if (parsed.GetValue(challenge))
                    luck.Add(clip.IsAttack, ChallengeTrials.Passed(chosen, parsed.GetValue(trials), options.Liveness.Challenge, ChallengeSeed + reports.Count), parsed.GetValue(trials));
                if (parsed.GetValue(plots) is { } folder)
                    Plot(folder, clip, chosen, calibration);
            }

            var report = LivenessReport.Of(reports, parsed.GetValue(challenge) ? luck.Report : null);
            if (parsed.GetValue(json))
                Console.WriteLine(report.ToJson());
            else
                Print(report);
            return Task.FromResult(ExitCode.Success);
        });
    }

    private static void Plot(DirectoryInfo folder, PadClip clip, TrackOutcome track, LivenessCalibration calibration)
    {
        folder.Create();
        using var plot = EvidencePlot.Make(track, calibration, $"{clip.File} ({(clip.IsAttack ? "attack" : "bona fide")})");
        ImageFile.Save(plot, Path.Combine(folder.FullName, Path.GetFileName(clip.File) + ".png"));
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
        if (report.Challenge is { } challenge)
        {
            Rate("challenge: attacks that passed by luck", challenge.Attack);
            Rate("challenge: bona fide recordings that did not pass, though nobody asked them", challenge.BonaFide);
        }
    }

    private static void Rate(string name, ErrorRate rate) =>
        AnsiConsole.MarkupLineInterpolated($"{name}: {rate.Errors} of {rate.Trials} = {rate.Rate:P1} (at most {rate.Upper95:P1} at 95 %)");

    private sealed class Tally
    {
        private int _attackPassed, _attackTrials, _livePassed, _liveTrials;

        public ChallengeReport Report => new(ErrorRate.Of(_attackPassed, _attackTrials), ErrorRate.Of(_liveTrials - _livePassed, _liveTrials));

        public void Add(bool attack, int passed, int trials)
        {
            if (attack)
                (_attackPassed, _attackTrials) = (_attackPassed + passed, _attackTrials + trials);
            else
                (_livePassed, _liveTrials) = (_livePassed + passed, _liveTrials + trials);
        }
    }
}
