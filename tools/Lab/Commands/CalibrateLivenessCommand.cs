using System.CommandLine;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness;
using AccessKiosk.Storage;

namespace AccessKiosk.Lab.Commands;

/// <summary><c>calibrate liveness</c>: fits how much each cue counts to recordings of this site's cameras.</summary>
internal static class CalibrateLivenessCommand
{
    // Moments of a track that the fit sees; one alone would fit the door to a single instant.
    private static readonly double[] Moments = [1.5, 2, 3, 4];

    public static Command Create()
    {
        var manifest = new Option<FileInfo>("--manifest") { Description = "CSV with the columns file and label; optional: species, subject, source, face.", Required = true };
        var output = new Option<FileInfo>("--output") { Description = "The file for the record.", Required = true };
        var description = new Option<string>("--description") { Description = "Description of the recordings, for the record.", Required = true };
        var reviewed = new Option<bool>("--reviewed") { Description = "Also use false alarms that reviewers marked for calibration; each alert stores what the cues measured." };
        var settings = Arguments.Settings();
        var command = new Command("liveness", "Fit the liveness evidence to recordings, cross-validated by subject and by source.") { manifest, output, description, reviewed, settings };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var prior = PadClips.Calibration(options);
            var clips = PadClips.Manifest(parsed.GetRequiredValue(manifest));
            var data = new List<LabelledReadings>();
            foreach (var (clip, tracks) in PadClips.Watch(clips, options, Moments[^1] + 1, cancellationToken))
                if (tracks is not null && ClipWatcher.Choose(tracks, clip.Face) is { } track)
                    data.AddRange(Label(clip, track));
            if (parsed.GetValue(reviewed))
                data.AddRange(await MarkedAsync(options, cancellationToken));
            if (data.TrueForAll(d => d.IsAttack) || !data.Exists(d => d.IsAttack))
                throw new InputException("A fit needs faces in both bona fide and attack clips.");
            var record = LivenessFitter.Fit(data, prior, parsed.GetRequiredValue(description));
            var target = parsed.GetRequiredValue(output).FullName;
            record.Write(target + ".part");
            File.Move(target + ".part", target, overwrite: true);
            var fit = record.Fit!;
            Terminal.Say($"{fit.LiveTracks} bona fide and {fit.AttackTracks} attack tracks; left out in turn: APCER {fit.Apcer:P1} (at most {fit.ApcerUpper95:P1}), not live {fit.Bpcer:P1} (at most {fit.BpcerUpper95:P1})");
            Terminal.Say($"written: {target}");
            return ExitCode.Success;
        });
    }

    private static async Task<IReadOnlyList<LabelledReadings>> MarkedAsync(KioskOptions options, CancellationToken cancellationToken)
    {
        options.Store.EnsureExists();
        await using var store = await KioskStore.OpenAsync(options.Store, StoreAccess.Read, TimeProvider.System, cancellationToken);
        var marked = await ReviewedAlerts.ReadAsync(store, Moments, cancellationToken);
        Terminal.Say($"{marked.DistinctBy(m => m.Track, StringComparer.Ordinal).Count()} false alarms of this site were marked for calibration");
        return marked;
    }

    private static IEnumerable<LabelledReadings> Label(PadClip clip, TrackOutcome track)
    {
        foreach (var moment in Moments)
            if (Find(track, moment) is { } sample)
                yield return new(sample.Cues, clip.IsAttack, clip.Subject.Length > 0 ? clip.Subject : clip.File, clip.Source.Length > 0 ? clip.Source : clip.File, clip.File);
    }

    private static EvidenceSample? Find(TrackOutcome track, double moment)
    {
        foreach (var sample in track.Evidence)
            if (sample.Seconds >= moment)
                return sample;
        return null;
    }
}
