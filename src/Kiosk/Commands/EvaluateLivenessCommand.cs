using System.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Liveness.Evaluation;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Vision.Imaging;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands;

/// <summary><c>evaluate liveness</c>: error rates of presentation attack detection on recordings with known answers.</summary>
internal static class EvaluateLivenessCommand
{
    private const int ChallengeSeed = 20260101;

    public static Command Create()
    {
        var manifest = new Option<FileInfo>("--manifest") { Description = "CSV with the columns file, label and, if wanted, species, subject, source, face.", Required = true };
        var seconds = new Option<double>("--seconds") { Description = "How much of each clip to watch.", DefaultValueFactory = _ => 10 };
        var challenge = new Option<bool>("--challenge") { Description = "Also play each clip against random challenges from random moments." };
        var trials = new Option<int>("--trials") { Description = "Challenges a clip.", DefaultValueFactory = _ => 200 };
        var plots = new Option<DirectoryInfo?>("--plots") { Description = "Folder that a plot of each clip's evidence is written to." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("liveness", "Presentation attack detection: APCER by species, BPCER, time to the verdict.") { manifest, seconds, challenge, trials, plots, json, settings };
        return command.Runs((parsed, cancellation) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
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
