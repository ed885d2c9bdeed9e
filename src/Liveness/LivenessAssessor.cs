using System.Numerics;
using AccessKiosk.Liveness.Background;
using AccessKiosk.Liveness.Blink;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Liveness.Motion;
using AccessKiosk.Liveness.Stream;
using AccessKiosk.Liveness.Texture;

namespace AccessKiosk.Liveness;

/// <summary>
/// Gathers the evidence about one face track and judges it (presentation attack detection, ISO/IEC 30107). The texture
/// network runs only while the verdict is open. Not for use by two threads at a time; allocates nothing per frame.
/// </summary>
public sealed class LivenessAssessor : IDisposable
{
    private const double MaxGap = 0.5;
    private const double MaxUnseen = 0.5;
    private const float MaxJump = 0.6f;
    private const int OutlineEvery = 3;
    private const int TextureEvery = 2;
    private const float Planar = 0.4f;
    private const float PlanarConfidence = 0.3f;

    private readonly TextureModel _texture;
    private readonly SceneMonitor _scene;
    private readonly LivenessOptions _options;
    private readonly EvidenceFusion _fusion;
    private readonly EyeModel? _eyes;
    private readonly bool _assumesKnownBackground;
    private readonly FaceMotion _motion = new();
    private readonly TextureCue _textureCue;
    private readonly OutlineCue _outline = new();
    private readonly SurroundCue _surround = new();
    private readonly PlanarityCue _planarity = new();
    private readonly MicroMotionCue _micro = new();
    private readonly BlinkCue _blink = new();
    private readonly BackgroundCue _backgroundCue = new();
    private readonly BodyCue _body = new();
    private int _frames;
    private TimeSpan _start, _last;
    private Vision.Geometry.Box _lastBox;
    private double _attackFor, _outlineSeconds, _textureSeconds, _unseen, _watched;
    private LivenessVerdict _settled;

    /// <summary>Creates an assessor that has seen nothing.</summary>
    /// <param name="texture">The texture network; may be shared by the assessors of one thread.</param>
    /// <param name="scene">The scene, shown every frame by the caller before the assessor is shown a frame.</param>
    /// <param name="options">When to decide.</param>
    /// <param name="calibration">How much each cue counts.</param>
    /// <param name="eyes">The lid model, for blinks; may be shared; null to do without.</param>
    /// <param name="challenge">Asks for actions when the evidence does not settle it; null never to ask.</param>
    /// <param name="assumesKnownBackground">Whether to judge as where the background is known. For measuring on recordings that begin with the face, never for a door.</param>
    public LivenessAssessor(
        TextureModel texture, SceneMonitor scene, LivenessOptions options, LivenessCalibration calibration,
        EyeModel? eyes = null, LivenessChallenge? challenge = null, bool assumesKnownBackground = false)
    {
        ArgumentNullException.ThrowIfNull(texture);
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(calibration);
        (_texture, _scene, _options, _eyes, Challenge, Calibration) = (texture, scene, options, eyes, challenge, calibration);
        (_fusion, _textureCue, _assumesKnownBackground) = (new(calibration), new(calibration.Texture), assumesKnownBackground);
    }

    /// <summary>The challenge, to be begun by the caller when a verdict asks for one; null when there is none.</summary>
    public LivenessChallenge? Challenge { get; }

    /// <summary>How much each cue counts.</summary>
    public LivenessCalibration Calibration { get; }

    /// <summary>What was seen so far, for the reviewer.</summary>
    public EvidenceSeries Evidence { get; } = new();

    /// <summary>What every cue says so far.</summary>
    public CueReadings Readings { get; private set; }

    /// <summary>What the last frame lacked to be called live.</summary>
    public LivenessDelay Delay { get; private set; }

    /// <summary>
    /// How much of what takes time was seen, 0 to 1: time alone, and nothing of what was seen in it, or an attacker could
    /// read off a screen what to improve.
    /// </summary>
    public float Seen
    {
        get
        {
            var elapsed = (_last - _start).TotalSeconds;
            if (_frames == 0)
                return 0;
            if (OnlyChallengeCounts)
                return (float)Math.Min(1, elapsed / Math.Max(_options.ChallengeAfter, PassiveSeconds));
            var motion = Readings[Cue.MicroMotion].Confidence / EvidenceFusion.Confident;
            return (float)Math.Min(Math.Min(1, motion), Math.Min(elapsed, _watched) / PassiveSeconds);
        }
    }

    /// <summary>Takes the track's next frame.</summary>
    /// <returns>The verdict after it.</returns>
    public LivenessAssessment Observe(FaceObservation face)
    {
        ArgumentNullException.ThrowIfNull(face);
        var reason = LivenessReason.Gathering;
        if (_frames > 0 && IsJump(face))
        {
            Reset();
            reason = LivenessReason.Jump;
        }

        var seconds = _frames == 0 ? 0 : (face.Timestamp - _last).TotalSeconds;
        if (_frames++ == 0)
            _start = face.Timestamp;
        (_last, _lastBox) = (face.Timestamp, face.Box);
        var isWatched = IsWatched(face, seconds);
        _watched += isWatched ? seconds : 0;
        if (isWatched || _fusion.LogOdds(Readings) < 0)
            Gather(face, seconds);
        if (Challenge is { IsOpen: true } && face.HasMesh)
            Challenge.Observe(face.Timestamp, face.Quality.Pose, IsPlanar(), face.IsComparable);
        var elapsed = (face.Timestamp - _start).TotalSeconds;
        var assessment = Judge(elapsed, seconds, reason);
        Evidence.Add(new((float)elapsed, assessment.LogOdds, assessment.Verdict, Readings));
        return assessment;
    }

    /// <summary>Forgets the track.</summary>
    public void Reset()
    {
        _motion.Reset();
        _textureCue.Reset();
        _outline.Reset();
        _surround.Reset();
        _planarity.Reset();
        _micro.Reset();
        _blink.Reset();
        _backgroundCue.Reset();
        _body.Reset();
        Challenge?.Abandon(_last);
        Evidence.Clear();
        Readings = default;
        (_frames, _attackFor, _outlineSeconds, _textureSeconds, _unseen, _watched, _settled) = (0, 0, 0, 0, 0, 0, LivenessVerdict.StillLooking);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _motion.Dispose();
        _outline.Dispose();
        _surround.Dispose();
    }

    // A face that leaps or was away may be another one: what was seen before does not vouch for it.
    private bool IsJump(FaceObservation face)
    {
        var step = (face.Box.Center - _lastBox.Center).Length() / _lastBox.Width;
        var growth = MathF.Sqrt(face.Box.Area / _lastBox.Area);
        return (face.Timestamp - _last).TotalSeconds is > MaxGap or < 0 || step > MaxJump || growth is > 1.6f or < 1 / 1.6f;
    }

    // Life that is shown while nobody can tell whose it is must not vouch for the face that is shown next: half a second of
    // it counts, and then as much as there is of the face; beyond, it is looked at only while an attack is the likelier.
    // A challenge turns the head away, and sees the face itself.
    private bool IsWatched(FaceObservation face, double seconds)
    {
        if (Challenge is { IsOpen: true })
            return true;
        _unseen = face.IsComparable ? Math.Max(0, _unseen - seconds) : Math.Min(MaxUnseen, _unseen + seconds);
        return face.IsComparable || _unseen < MaxUnseen;
    }

    private void Gather(FaceObservation face, double seconds)
    {
        // Between a picture and itself there is no noise to measure motion by.
        if (!_scene.Stream.IsRepeat && _motion.Add(face))
        {
            _planarity.Add(_motion, seconds);
            _micro.Add(_motion, seconds);
        }

        _surround.Add(face, _scene);
        (_outlineSeconds, _textureSeconds) = (_outlineSeconds + seconds, _textureSeconds + seconds);
        if (_frames % OutlineEvery == 1)
        {
            _outline.Add(face, _scene, Math.Max(_outlineSeconds, 1e-3));
            _backgroundCue.Add(face, _scene, Math.Max(_outlineSeconds, 1e-3));
            _body.Add(face, _scene, Math.Max(_outlineSeconds, 1e-3));
            _outlineSeconds = 0;
        }

        if (_settled == LivenessVerdict.StillLooking)
            LookClosely(face);

        var readings = default(CueReadings);
        readings[Cue.Texture] = _textureCue.Read();
        readings[Cue.Outline] = _outline.Read();
        readings[Cue.Surround] = _surround.Read();
        readings[Cue.Planarity] = _planarity.Read();
        readings[Cue.MicroMotion] = _micro.Read();
        readings[Cue.Blink] = _blink.Read();
        readings[Cue.Background] = _backgroundCue.Read();
        readings[Cue.Body] = _body.Read();
        Readings = readings;
    }

    // The two networks take turns, and only a face that the mesh was fitted to is worth them.
    private void LookClosely(FaceObservation face)
    {
        if (!face.HasMesh)
            return;
        if (_frames % TextureEvery == 1)
        {
            _textureCue.Add(_texture.Logit(face.Image, face.Box), face.Quality, _textureSeconds);
            _textureSeconds = 0;
        }
        else if (_eyes is not null && _blink.Count == 0)
        {
            var left = _frames % (2 * TextureEvery) == 0;
            var (from, to) = left ? (33, 133) : (362, 263);
            var openness = _eyes.Openness(face.Image, Flat(face.Mesh[from]), Flat(face.Mesh[to]), mirrored: !left);
            _blink.Add(left, openness, face.Timestamp);
        }
    }

    private static Vector2 Flat(Vector3 point) => new(point.X, point.Y);

    private bool IsPlanar()
    {
        var reading = _planarity.Read();
        return reading.Confidence >= PlanarConfidence && reading.Evidence < Planar;
    }

    private LivenessAssessment Judge(double elapsed, double seconds, LivenessReason reason)
    {
        var readings = Readings;
        var logOdds = _fusion.LogOdds(readings);
        var veto = _fusion.Veto(readings);
        Delay = FindDelay(elapsed, logOdds, veto, readings);
        _attackFor = _fusion.IsAttack(logOdds, readings) ? _attackFor + seconds : 0;
        if (_scene.Stream.Fault is not StreamFault.None)
            return new(LivenessVerdict.Attack, 0, LivenessReason.Stream, elapsed, logOdds);
        if (_settled == LivenessVerdict.StillLooking && elapsed >= _options.MinSeconds)
        {
            if (_attackFor >= _options.AttackSeconds)
                _settled = LivenessVerdict.Attack;
            else if (Challenge?.Progress.State is ChallengeState.Passed || Delay.Reason is DelayReason.None)
                _settled = LivenessVerdict.Live;
        }
        else if (_settled == LivenessVerdict.Live && Challenge?.Progress.State is not ChallengeState.Passed && (veto is not null || _fusion.IsAttack(logOdds, readings)))
        {
            // What came to light after all reopens the question.
            _settled = LivenessVerdict.StillLooking;
        }

        var verdict = _settled != LivenessVerdict.StillLooking ? _settled
            : elapsed >= Math.Max(_options.ChallengeAfter, PassiveSeconds) ? LivenessVerdict.ChallengeNeeded
            : LivenessVerdict.StillLooking;
        if (_settled != LivenessVerdict.StillLooking)
            reason = Challenge?.Progress.State is ChallengeState.Passed ? LivenessReason.Challenge : LivenessReason.Evidence;
        else if (veto is not null)
            reason = LivenessReason.PhysicalCue;
        return new(verdict, 1 / (1 + MathF.Exp(-logOdds)), reason, elapsed, logOdds);
    }

    private LivenessDelay FindDelay(double elapsed, float logOdds, Cue? veto, in CueReadings readings)
    {
        if (elapsed < _options.MinSeconds || _watched < PassiveSeconds)
            return new(DelayReason.Time);
        if (Challenge is { IsOpen: true } || OnlyChallengeCounts)
            return new(DelayReason.Challenge);
        if (veto is not null)
            return new(DelayReason.Forbidden, veto);
        if (!EvidenceFusion.IsMotionWatched(readings))
            return new(DelayReason.Motion, Cue.MicroMotion);
        return _fusion.IsLive(logOdds, readings) ? default : new(DelayReason.Evidence, _fusion.Worst(readings));
    }

    private bool IsBackgroundKnown => _assumesKnownBackground || _scene.Background.IsKnown;

    private bool OnlyChallengeCounts => _options.AlwaysChallenge || (_options.NeedsKnownBackground && !IsBackgroundKnown);

    // Where asking is all there is, there is nothing to wait for.
    private double PassiveSeconds =>
        IsBackgroundKnown || _options.NeedsKnownBackground || _options.AlwaysChallenge ? _options.MinSeconds : _options.UnknownBackgroundSeconds;
}
