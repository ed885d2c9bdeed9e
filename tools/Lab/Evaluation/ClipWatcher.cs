using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Lab.Evaluation;

/// <summary>
/// Watches a clip through the door's perception path, but judges every face track of it, each by itself, as if the rest of
/// the people in the picture were bystanders and nobody were enrolled. Not for two threads at a time.
/// </summary>
public sealed class ClipWatcher : IDisposable
{
    // Of a picture's width: what lies between it and its mirror image may be called left as well as right.
    private const double Middle = 0.4;

    private readonly PerceptionModels _models;
    private readonly PerceptionSettings _settings;
    private readonly GalleryView _nobody;

    /// <summary>Loads the models.</summary>
    /// <param name="models">The networks.</param>
    /// <param name="settings">How the door looks at faces.</param>
    /// <param name="points">The door's thresholds: they say when a track shows two people.</param>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    /// <exception cref="LivenessCalibrationException">The liveness calibration cannot be used.</exception>
    public ClipWatcher(ModelCatalogue models, PerceptionSettings settings, IActiveCalibration points)
    {
        (_models, _settings) = (PerceptionModels.Load(models, settings), settings);
        _nobody = new(new Gallery(new() { ModelHash = FaceEmbedder.ModelHash, Dimension = FaceEmbedder.Dimensions }), points);
    }

    /// <summary>How much each cue counts.</summary>
    public LivenessCalibration Calibration => _models.Calibration;

    /// <summary>Watches a clip.</summary>
    /// <param name="next">Writes the next picture into the frame; false at the end.</param>
    /// <param name="seconds">How much of it to watch.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    /// <param name="stopAtVerdict">Whether the first verdict of any track, live or attack, ends it.</param>
    /// <returns>Every track, in the order of appearance; one that left the interaction zone and came back counts again.</returns>
    public IReadOnlyList<TrackOutcome> Watch(Func<Frame, bool> next, double seconds, CancellationToken cancellationToken, bool stopAtVerdict = false)
    {
        ArgumentNullException.ThrowIfNull(next);
        using var path = new PerceptionPath(_models, _settings, _nobody);
        using var frame = new Frame();
        var tracks = new Dictionary<long, Watched>();
        var outcomes = new List<TrackOutcome>();
        try
        {
            TimeSpan? start = null;
            while (next(frame))
            {
                cancellationToken.ThrowIfCancellationRequested();
                start ??= frame.Timestamp;
                if ((frame.Timestamp - start.Value).TotalSeconds > seconds)
                    break;
                Look(frame, path, tracks, outcomes);
                if (stopAtVerdict && outcomes.Exists(o => o.Verdict is LivenessVerdict.Live or LivenessVerdict.Attack))
                    break;
            }
        }
        finally
        {
            foreach (var watched in tracks.Values)
                watched.State.Dispose();
        }

        return outcomes;
    }

    /// <summary>
    /// The track that a manifest's row is about: of those seen for half a second or more, if there are any. The largest is the
    /// one that fills most of the picture for most of the time; null where nobody was seen on the side that is named.
    /// </summary>
    public static TrackOutcome? Choose(IReadOnlyList<TrackOutcome> tracks, ClipFace face)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        var lasting = tracks.Where(t => t.SecondsSeen >= 0.5).ToArray();
        var candidates = lasting.Length > 0 ? lasting : [.. tracks];
        return face switch
        {
            ClipFace.Left => candidates.MinBy(t => t.MeanX) is { } left && IsThere(left, candidates, left.MeanX <= (1 - Middle) * left.PictureWidth) ? left : null,
            ClipFace.Right => candidates.MaxBy(t => t.MeanX) is { } right && IsThere(right, candidates, right.MeanX >= Middle * right.PictureWidth) ? right : null,
            _ => candidates.MaxBy(t => t.MeanArea * t.SecondsSeen),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _models.Dispose();

    // The other face of two may never have been found: the one that was is not taken for it.
    private static bool IsThere(TrackOutcome track, IReadOnlyList<TrackOutcome> tracks, bool isOnItsSide) =>
        isOnItsSide || tracks.Any(other => Math.Abs(other.MeanX - track.MeanX) > Math.Sqrt(track.MeanArea));

    private static void Look(Frame frame, PerceptionPath path, Dictionary<long, Watched> tracks, List<TrackOutcome> outcomes)
    {
        var count = path.Detect(frame);
        foreach (var ended in path.EndedTracks)
            if (tracks.Remove(ended, out var over))
                over.State.Dispose();
        for (var i = 0; i < count; i++)
        {
            var track = path.Faces.Span[i].Track;
            if (!tracks.TryGetValue(track, out var watched))
            {
                tracks[track] = watched = new(path.CreateTrack());
                watched.State.Begin(track, frame.Timestamp);
            }

            var look = path.Look(frame, i, watched.State);
            if (look.Result is LookResult.TooFar)
                watched.Outcome = null;
            else
                watched.Add(look, track, frame, outcomes);
        }
    }

    private sealed class Watched(TrackState state)
    {
        private TimeSpan _start;

        public TrackState State { get; } = state;

        public TrackOutcome? Outcome { get; set; }

        public void Add(in FaceLook look, long track, Frame frame, List<TrackOutcome> outcomes)
        {
            if (Outcome is null)
            {
                _start = frame.Timestamp;
                outcomes.Add(Outcome = new() { Track = track, FirstBox = look.Reading.Box, PictureWidth = frame.Image.Width });
            }

            Outcome.Add(look, State.Liveness.Readings, State.Liveness.Delay, frame.Timestamp, (frame.Timestamp - _start).TotalSeconds);
        }
    }
}
