using System.Diagnostics;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Recognition.Decisions;

/// <summary>
/// From a frame to a decision: detect, track, align, judge the picture, embed, weigh liveness, and decide about the
/// track once. A heavy stage runs only while it can change the decision. Nothing is allocated per frame.
/// </summary>
public sealed class RecognitionPipeline : IDisposable
{
    private readonly RecognitionParts _parts;
    private readonly IGalleryView _gallery;
    private readonly QualityOptions _quality;
    private readonly RecognitionOptions _options;
    private readonly SubjectTrack _subject;
    private readonly FaceObservation _observation = new();
    private readonly DetectedFace[] _faces;
    private readonly TrackedFace[] _tracked;
    private readonly Box[] _boxes;
    private Box _box;
    private readonly float[] _embedding = new float[FaceEmbedder.Dimensions];

    public RecognitionPipeline(RecognitionParts parts, IGalleryView gallery, QualityOptions quality, RecognitionOptions options)
    {
        (_parts, _gallery, _quality, _options) = (parts, gallery, quality, options);
        _subject = new(parts.Liveness);
        _faces = new DetectedFace[parts.Detector.Capacity];
        _boxes = new Box[parts.Detector.Capacity];
        _tracked = new TrackedFace[parts.Detector.Capacity];
    }

    /// <summary>The faces of the last frame, for the screen.</summary>
    public ReadOnlyMemory<TrackedFace> Faces { get; private set; }

    /// <summary>How long each stage takes.</summary>
    public StageMeter Stages { get; } = new();

    /// <summary>What stands behind the decision that the last frame brought; lives until the next frame.</summary>
    public TrackEvidence Evidence => new(_subject.Probe.Mean, _subject.Probe.Quality, _parts.Challenge.Progress.State is ChallengeState.Passed);

    /// <summary>A copy of every cue's evidence on the present track, for the reviewer.</summary>
    public LivenessEvidence CopyEvidence() => LivenessEvidence.Of(_parts.Liveness);

    /// <summary>Takes the next frame.</summary>
    /// <returns>The advice for the person, and the decision if this frame brought one.</returns>
    public FrameOutcome Process(Frame frame)
    {
        var (image, now) = (frame.Image, frame.Timestamp);
        var began = Stopwatch.GetTimestamp();
        var count = _parts.Tracker.Update(_faces.AsSpan(0, _parts.Detector.Detect(image, _faces)), _tracked);
        Faces = _tracked.AsMemory(0, count);
        for (var i = 0; i < count; i++)
            _boxes[i] = _faces[i].Box;
        began = Stages.Add(RecognitionStage.Detection, began);
        _parts.Room.Observe(image, now, _boxes.AsSpan(0, count));
        Stages.Add(RecognitionStage.Room, began);
        if (SubjectSelector.IsAmbiguous(Faces.Span, _options.AmbiguousSize, out var index))
            return new(Advice.OneAtATime);
        return index < 0 ? new(Advice.None) : Look(frame, index, now);
    }

    /// <summary>Forgets every track, because pictures were missed. Not the room: covering the lens must not teach the kiosk another.</summary>
    public void Interrupt()
    {
        _parts.Tracker.Reset();
        _parts.Room.Interrupt();
        _subject.Begin(0, default);
    }

    /// <summary>Forgets the room as well, for instance because another camera was opened.</summary>
    public void Reset()
    {
        Interrupt();
        _parts.Room.Reset();
    }

    public void Dispose()
    {
        _parts.Dispose();
    }

    private FrameOutcome Look(Frame frame, int index, TimeSpan now)
    {
        ref readonly var face = ref _tracked[index];
        _box = face.Face.Box;
        if (_subject.Track != face.Track || _subject.MayRetry(now, _options))
            _subject.Begin(face.Track, now);
        if (_subject.DecidedAt is not null)
            return new(Advice.Done);

        var began = Stopwatch.GetTimestamp();
        var reading = _parts.Reader.Align(frame.Image, face.Face);
        var faults = reading.Quality.PictureFaults(_quality);
        if (faults.Has(QualityFaults.TooFar))
        {
            _subject.Begin(face.Track, now);
            return new(AdviceFor.Faults(faults));
        }

        // The mesh is worth its time only on a picture that can count.
        var hasMesh = faults is QualityFaults.None;
        if (hasMesh)
        {
            reading = _parts.Reader.Read(frame.Image, reading);
            faults = reading.Quality.Faults(_quality);
            // One that does not fit is no evidence of anything.
            hasMesh = !faults.Has(QualityFaults.Covered);
        }

        var isGood = faults is QualityFaults.None;
        began = Stages.Add(RecognitionStage.Points, began);
        var liveness = _subject.Liveness.Observe(Observe(frame, index, reading, hasMesh, isGood));
        Stages.Add(RecognitionStage.Liveness, began);
        if (liveness.Reason is LivenessReason.Jump)
            _subject.ForgetIdentity();
        if (liveness.Verdict is LivenessVerdict.Attack)
            return Decide(Outcome.Attack, liveness, now, liveness.Reason is LivenessReason.Stream ? "the camera's stream is no live one" : "presentation attack");
        if (isGood && !Embed(frame.Image, reading))
        {
            // Two people in one track: whatever it has gathered is worth nothing.
            _parts.Tracker.End(face.Track);
            _subject.Begin(0, now);
            return new(Advice.Hold);
        }

        if (Conclude(liveness, now, isGood) is { } decision)
            return new(Advice.Done, decision);
        return _parts.Challenge.IsOpen ? new(Advice.Challenge, Challenge: _parts.Challenge.Progress) : new(AdviceFor.Faults(faults));
    }

    private FaceObservation Observe(Frame frame, int subject, in FaceReading reading, bool hasMesh, bool isGood)
    {
        _observation.Set(frame.Image, frame.Timestamp, frame.Sequence, reading.Box, reading.Points, reading.Quality);
        if (hasMesh)
            _observation.SetMesh(_parts.Reader.Mesh.Points, isGood);
        for (var i = 0; i < Faces.Length; i++)
            if (i != subject)
                _observation.AddOther(_boxes[i]);
        return _observation;
    }

    private bool Embed(Image image, in FaceReading reading)
    {
        var began = Stopwatch.GetTimestamp();
        _parts.Reader.Embed(image, reading.Points, _embedding);
        var probe = _subject.Probe;
        if (probe.Agreement(_embedding) < _gallery.MinAgreement)
            return false;
        probe.Add(_embedding, reading.Quality.Weight);
        _subject.Identity = _gallery.Identify(probe.Mean, probe.Count);
        Stages.Add(RecognitionStage.Identity, began);
        return true;
    }

    private Decision? Conclude(in LivenessAssessment liveness, TimeSpan now, bool isGood)
    {
        var accepted = _subject.Identity.IsAccepted(_options);
        var isLive = liveness.Verdict is LivenessVerdict.Live;
        // The frame that opens the door shows the person's face, well and agreeing with the track.
        if (accepted && isLive && isGood)
            return Decide(Outcome.Identified, liveness, now, liveness.Reason is LivenessReason.Challenge ? "identified, challenge passed" : "identified and live").Decision;
        if (_parts.Challenge.Progress.State is ChallengeState.Failed)
            return Decide(Outcome.LivenessNotShown, liveness, now, "challenge failed").Decision;
        // Whoever it is: a question for the enrolled only would tell a stranger with a photo who is enrolled.
        if (_subject.Probe.Count >= _options.MinFrames && liveness.Verdict is LivenessVerdict.ChallengeNeeded && _parts.Challenge.Progress.State is ChallengeState.Idle or ChallengeState.BackedOff)
            _parts.Challenge.Begin(now, liveness.LogOdds);
        if (_parts.Challenge.IsOpen)
            return null;
        if ((now - _subject.Since).TotalSeconds < _options.TimeLimit)
            return null;
        if (_subject.Probe.Count < _options.MinFrames)
            return Decide(Outcome.NoGoodView, liveness, now, "too few good pictures in time").Decision;
        return accepted
            ? Decide(Outcome.LivenessNotShown, liveness, now, "liveness not shown in time").Decision
            : Decide(Outcome.Unknown, liveness, now, "nobody enrolled reaches the threshold").Decision;
    }

    private FrameOutcome Decide(Outcome outcome, in LivenessAssessment liveness, TimeSpan now, string reason)
    {
        _subject.Decide(now, outcome);
        var i = _subject.Identity;
        return new(Advice.Done, new Decision(
            outcome, _subject.Track, i.Person, i.Score, i.Threshold, liveness.Probability, i.Frames, now - _subject.Since, _box, reason));
    }
}
