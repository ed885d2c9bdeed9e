using System.Security.Cryptography;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Background;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Recognition.Decisions;

/// <summary>
/// From a frame to a decision: the perception path on the one subject of the frame, a challenge where it is needed, and one
/// decision per track. Nothing is allocated per frame.
/// </summary>
public sealed class RecognitionPipeline : IDisposable
{
    private const string StreamCue = "stream";

    // The mean of so many frames hardly changes any more.
    private const int SettledFrames = 10;

    private readonly PerceptionPath _path;
    private readonly IGalleryView _gallery;
    private readonly LivenessChallenge _challenge;
    private readonly RecognitionOptions _options;
    private readonly SubjectTrack _subject;
    private Box _box;
    private long _version;

    /// <summary>Creates a pipeline that has seen nothing.</summary>
    /// <param name="models">Networks and calibration; stay their owner's.</param>
    /// <param name="settings">How the stages work.</param>
    /// <param name="gallery">Whom tracks are compared with.</param>
    /// <param name="options">How a track becomes a decision.</param>
    /// <param name="draw">Draws the challenge's actions, evenly from 0 to below its argument; null for a cryptographic source.</param>
    public RecognitionPipeline(
        PerceptionModels models, PerceptionSettings settings, IGalleryView gallery, RecognitionOptions options, Func<int, int>? draw = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(gallery);
        ArgumentNullException.ThrowIfNull(options);
        (_path, _gallery, _options) = (new(models, settings, gallery), gallery, options);
        _challenge = new(settings.Liveness.Challenge, draw ?? RandomNumberGenerator.GetInt32);
        _subject = new(_path.CreateTrack(_challenge));
    }

    /// <summary>The faces of the last frame, for the screen.</summary>
    public ReadOnlyMemory<TrackedFace> Faces => _path.Faces;

    /// <summary>How long each stage takes.</summary>
    public StageMeter Stages => _path.Stages;

    /// <summary>Where the challenge stands.</summary>
    public ChallengeProgress Challenge => _challenge.Progress;

    /// <summary>What the last frame said about the subject's liveness; null where nobody was judged.</summary>
    public LivenessAssessment? Assessment { get; private set; }

    /// <summary>The mean grey level, 0 to 255, of the subject's face on the last frame; null where nobody near enough was looked at.</summary>
    public float? Brightness { get; private set; }

    /// <summary>What the gallery last said about the subject.</summary>
    public Identification Identity => _subject.State.Identity;

    /// <summary>The subject's evidence of life.</summary>
    public LivenessAssessor Liveness => _subject.State.Liveness;

    /// <summary>What stands behind the decision that the last frame brought; lives until the next frame.</summary>
    public TrackEvidence Evidence => new(_subject.State.Probe.Mean, _subject.State.Probe.Quality, _challenge.Progress.State is ChallengeState.Passed);

    private PerceptionModels? OwnModels { get; init; }

    /// <summary>Loads models of its own, and creates a pipeline that has seen nothing.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public static RecognitionPipeline Load(ModelCatalogue models, PerceptionSettings settings, IGalleryView gallery, RecognitionOptions options)
    {
        var own = PerceptionModels.Load(models, settings);
        return new(own, settings, gallery, options) { OwnModels = own };
    }

    /// <summary>A copy of every cue's evidence on the present track, for the reviewer.</summary>
    public LivenessEvidence CopyEvidence() => LivenessEvidence.Of(Liveness);

    /// <summary>Takes the next frame.</summary>
    /// <returns>The advice for the person, and the decision if this frame brought one.</returns>
    public FrameOutcome Process(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        (Assessment, Brightness) = (null, null);
        Reconsider();
        _path.Detect(frame);
        return _path.SelectSubject(_options.AmbiguousSize, out var subject) switch
        {
            0 => new(Advice.None),
            1 => Look(frame, subject),
            _ => new(Advice.OneAtATime),
        };
    }

    /// <summary>Forgets every track, because pictures were missed. Not the background: covering the lens must not teach the kiosk another.</summary>
    public void Interrupt()
    {
        _path.Interrupt();
        _subject.Begin(0, default);
    }

    /// <summary>A copy of the background; null while it is not known.</summary>
    public BackgroundSnapshot? CopyBackground() => _path.Scene.CopyBackground();

    /// <summary>Offers the background of an earlier run, to be recognised.</summary>
    public void OfferBackground(BackgroundSnapshot before) => _path.Scene.Offer(before);

    /// <summary>Doubts the background as well, for instance because another camera was opened: it counts once it was recognised or seen empty.</summary>
    public void Reset()
    {
        _path.Reset();
        _subject.Begin(0, default);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subject.State.Dispose();
        _path.Dispose();
        OwnModels?.Dispose();
    }

    // Whoever was enrolled a moment ago may have stood here all the time, refused again and again.
    private void Reconsider()
    {
        if (_gallery.Version == _version)
            return;
        _version = _gallery.Version;
        _path.Furniture.Reset();
        _subject.Reconsider();
    }

    private FrameOutcome Look(Frame frame, int index)
    {
        var (face, now, track) = (_path.Faces.Span[index], frame.Timestamp, _subject.State);
        _box = face.Face.Box;
        if (track.Track != face.Track || _subject.MayRetry(now, _options))
            _subject.Begin(face.Track, now);
        if (_subject.DecidedAt is not null)
            return new(Advice.Done);

        var look = _path.Look(frame, index, track);
        if (look.Result is LookResult.TooFar)
            return new(AdviceFor.Faults(look.Faults));
        (Assessment, Brightness) = (look.Liveness, look.Reading.Quality.Brightness);
        if (look.Liveness.Verdict is LivenessVerdict.Attack)
            return new(Advice.Done, Decide(ReasonCode.PresentationAttack, look.Liveness, now));
        if (look.Result is LookResult.AnotherFace)
            return new(Advice.Hold);
        if (Conclude(look, now) is { } decision)
            return new(Advice.Done, decision);
        return _challenge.IsOpen
            ? new(Advice.Challenge, Challenge: _challenge.Progress, Progress: new(_challenge.Done, _challenge.TimeLeft))
            : new(AdviceFor.Faults(look.Faults), Progress: new(Math.Min(track.Liveness.Seen, (float)track.Probe.Count / _options.MinFrames)));
    }

    private Decision? Conclude(in FaceLook look, TimeSpan now)
    {
        var (track, liveness) = (_subject.State, look.Liveness);
        var accepted = track.Identity.IsAccepted(_options);
        // The frame that opens the door shows the person's face, well and agreeing with the track.
        var isLive = accepted && liveness.Verdict is LivenessVerdict.Live && look.IsGood;
        var needsProof = isLive && _challenge.Progress.State is not ChallengeState.Passed && _gallery.NeedsProof(track.Identity.Person!.Value);
        if (isLive && !needsProof)
            return Decide(null, liveness, now);
        // More frames do not part them: the PIN does.
        if (liveness.Verdict is LivenessVerdict.Live && look.IsGood && track.Identity.Frames >= SettledFrames && track.Identity.IsAmbiguous(_options))
            return Decide(ReasonCode.TooAlike, liveness, now);
        if (_challenge.Progress.State is ChallengeState.Failed)
            return Decide(ReasonCode.ChallengeFailed, liveness, now);
        // Whoever it is: a question for the enrolled only would tell a stranger with a photo who is enrolled.
        if ((needsProof || (track.Probe.Count >= _options.MinFrames && liveness.Verdict is LivenessVerdict.ChallengeNeeded)) && _challenge.Progress.State is ChallengeState.Idle or ChallengeState.BackedOff)
            _challenge.Begin(now, liveness.LogOdds);
        if (_challenge.IsOpen)
            return null;
        if ((now - track.Since).TotalSeconds < _options.TimeLimit)
            return null;
        if (track.Probe.Count < _options.MinFrames)
            return Decide(ReasonCode.NoGoodView, liveness, now);
        if (track.Identity.IsAmbiguous(_options))
            return Decide(liveness.Verdict is LivenessVerdict.Live ? ReasonCode.TooAlike : ReasonCode.LivenessNotShown, liveness, now);
        return Decide(accepted ? ReasonCode.LivenessNotShown : ReasonCode.UnknownFace, liveness, now);
    }

    private Decision Decide(ReasonCode? reason, in LivenessAssessment liveness, TimeSpan now)
    {
        _subject.Decide(now, reason);
        if (reason is null)
            _path.Furniture.Recognise(_subject.State.Track);
        else
            _path.Furniture.Refuse(_subject.State.Track, now);
        var (track, i) = (_subject.State, _subject.State.Identity);
        return new(reason, track.Track, i.Person, i.Score, i.Threshold, liveness.Probability, i.Frames, now - track.Since, _box)
        {
            Alike = reason is ReasonCode.TooAlike ? i.Alike(_options.MinMargin) : null,
            IsLive = liveness.Verdict is LivenessVerdict.Live,
            IsChallenged = _challenge.Progress.State is ChallengeState.Passed,
            Cue = reason is not ReasonCode.PresentationAttack ? null
                : liveness.Reason is LivenessReason.Stream ? StreamCue
                : CopyEvidence().FindStrongest() is { } cue ? SnakeCase.Name(cue) : null,
        };
    }
}
