using AccessKiosk.Vision.Alignment;

namespace AccessKiosk.Liveness.Challenge;

/// <summary>
/// Asks for random actions, in random order, each to be answered in time on the same track. A recording cannot know
/// them. Failures are counted across tracks: a new face does not buy new guesses.
/// </summary>
public sealed class LivenessChallenge
{
    // Measured on recordings that show turns, asked at random moments (docs/liveness.md), rounded up.
    private static readonly double[] Luck = [0.16, 0.037, 0.01, 0.003];
    private static readonly int Actions = Enum.GetValues<ChallengeAction>().Length;

    /// <summary>How long a head that is straight stays so.</summary>
    public const double SteadySeconds = 0.3;

    /// <summary>Nobody reads, decides and turns faster: what is done sooner was under way before it was asked.</summary>
    public const double ReactionSeconds = 0.35;

    private readonly ChallengeOptions _options;
    private readonly Func<int, int> _draw;
    private readonly ChallengeAction[] _actions = new ChallengeAction[Luck.Length];
    private readonly ChallengeAction[] _lastActions = new ChallengeAction[Luck.Length];
    private int _steps, _step, _lastSteps, _failures;
    private ChallengeState _state;
    private TimeSpan _since, _now, _backedOffAt;
    private TimeSpan? _straightSince;
    private float _restPitch, _restYaw;

    /// <summary>Creates a challenge that has not been asked.</summary>
    /// <param name="options">How to judge.</param>
    /// <param name="draw">Draws evenly from 0 to below its argument; a cryptographic source in operation, or whoever watches a few challenges could work out the next.</param>
    public LivenessChallenge(ChallengeOptions options, Func<int, int> draw)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(draw);
        (_options, _draw) = (options, draw);
    }

    /// <summary>Where it stands.</summary>
    public ChallengeProgress Progress => new(_state, _actions[Math.Min(_step, _actions.Length - 1)], Math.Min(_step + 1, _steps), _steps);

    /// <summary>Whether an answer is awaited.</summary>
    public bool IsOpen => _state is ChallengeState.LookStraight or ChallengeState.Act or ChallengeState.Return;

    /// <summary>How much of what is asked for now was seen, 0 to 1: of the movement, or of the moment that the head is to be held straight.</summary>
    public float Done { get; private set; }

    /// <summary>How much of the time for it is left, 1 to 0.</summary>
    public float TimeLeft => IsOpen ? (float)Math.Clamp(1 - (_now - _since).TotalSeconds / _options.ActionSeconds, 0, 1) : 0;

    /// <summary>How many actions bring the chance of luck below what is allowed, given the odds that the track is live.</summary>
    /// <param name="logOdds">Logarithm of the odds of live.</param>
    public int StepsFor(float logOdds)
    {
        var attack = 1 / (1 + Math.Exp(logOdds));
        for (var steps = 1; steps < Luck.Length; steps++)
            if (attack * Luck[steps - 1] <= _options.MaxLuck)
                return steps;
        return Luck.Length;
    }

    /// <summary>Asks.</summary>
    /// <param name="now">The frame's time.</param>
    /// <param name="logOdds">Logarithm of the odds of live so far.</param>
    /// <returns>Whether it was asked; not so while it is backed off.</returns>
    public bool Begin(TimeSpan now, float logOdds)
    {
        if (_state is ChallengeState.BackedOff && IsBackedOff(now))
            return false;
        _steps = StepsFor(logOdds);
        do
            Draw();
        while (IsRepeat());
        _actions.CopyTo(_lastActions, 0);
        (_lastSteps, _step, _state, _since, _now, _straightSince, Done) = (_steps, 0, ChallengeState.LookStraight, now, now, null, 0);
        return true;
    }

    /// <summary>Takes the track's next frame.</summary>
    /// <param name="now">The frame's time.</param>
    /// <param name="pose">Where the head points.</param>
    /// <param name="isPlanar">Whether the face's motion is that of a flat picture.</param>
    /// <param name="isComparable">Whether the frame shows whose face it is: who begins and who ends must be seen to be the same.</param>
    public ChallengeProgress Observe(TimeSpan now, HeadPose pose, bool isPlanar, bool isComparable)
    {
        if (!IsOpen)
            return Progress;
        _now = now;
        if ((now - _since).TotalSeconds > _options.ActionSeconds)
            return Fail(now);
        var (yaw, pitch) = (pose.Yaw - _restYaw, pose.Pitch - _restPitch);
        switch (_state)
        {
            case ChallengeState.LookStraight:
                Straighten(now, pose, isComparable);
                break;
            case ChallengeState.Act:
                var done = Does(yaw, pitch);
                if (IsWrong(yaw, pitch) || (done && (isPlanar || (now - _since).TotalSeconds < ReactionSeconds)))
                    return Fail(now);
                if (done)
                    (_state, _since, _straightSince) = (ChallengeState.Return, now, null);
                break;
            case ChallengeState.Return when IsSteady(now, isComparable && MathF.Abs(yaw) < _options.StraightDegrees && MathF.Abs(pitch) < _options.StraightDegrees):
                _step++;
                (_state, _since) = (_step == _steps ? ChallengeState.Passed : ChallengeState.Act, now);
                if (_state is ChallengeState.Passed)
                    _failures = 0;
                break;
            default:
                break;
        }

        Done = Share(pose);
        return Progress;
    }

    /// <summary>Drops an open challenge, because its track ended: counted as failed, or it could be dodged.</summary>
    public void Abandon(TimeSpan now)
    {
        if (IsOpen)
            Fail(now);
        if (_state is not ChallengeState.BackedOff)
            _state = ChallengeState.Idle;
    }

    private bool IsBackedOff(TimeSpan now)
    {
        // A camera that was opened anew counts its time from its beginning.
        if (now < _backedOffAt)
            _backedOffAt = now;
        if ((now - _backedOffAt).TotalSeconds < _options.BackOffSeconds)
            return true;
        _failures = 0;
        return false;
    }

    private void Draw()
    {
        for (var i = 0; i < _actions.Length; i++)
        {
            do
                _actions[i] = (ChallengeAction)_draw(Actions);
            while (i > 0 && _actions[i] == _actions[i - 1]);
        }
    }

    private bool IsRepeat() =>
        _steps == _lastSteps && _actions.AsSpan(0, _steps).SequenceEqual(_lastActions.AsSpan(0, _steps));

    // A head's rest differs from person to person and from camera to camera; a moment of it is enough.
    private void Straighten(TimeSpan now, HeadPose pose, bool isComparable)
    {
        var steady = IsSteady(now, isComparable && MathF.Abs(pose.Yaw) <= _options.StraightDegrees && MathF.Abs(pose.Pitch) <= 2 * _options.StraightDegrees);
        (_restYaw, _restPitch) = (pose.Yaw, pose.Pitch);
        if (steady)
            (_state, _since) = (ChallengeState.Act, now);
    }

    private bool IsSteady(TimeSpan now, bool straight)
    {
        _straightSince = straight ? _straightSince ?? now : null;
        return _straightSince is { } since && (now - since).TotalSeconds >= SteadySeconds;
    }

    private bool Does(float yaw, float pitch) =>
        Extent(yaw, pitch) >= 1 && (_actions[_step] is not ChallengeAction.LookUp || MathF.Abs(yaw) < _options.TurnDegrees);

    // 1: as far as counts. The picture's right is the person's left.
    private float Extent(float yaw, float pitch) => _actions[_step] switch
    {
        ChallengeAction.TurnLeft => yaw / _options.TurnDegrees,
        ChallengeAction.TurnRight => -yaw / _options.TurnDegrees,
        _ => pitch / _options.LiftDegrees,
    };

    private float Share(HeadPose pose) => _state switch
    {
        ChallengeState.Act => Math.Clamp(Extent(pose.Yaw - _restYaw, pose.Pitch - _restPitch), 0, 1),
        ChallengeState.LookStraight or ChallengeState.Return => _straightSince is { } since ? (float)Math.Min(1, (_now - since).TotalSeconds / SteadySeconds) : 0,
        _ => 1,
    };

    // Another action than the one that was asked, for which less is enough: a person who was asked to turn left does
    // not first turn right.
    private bool IsWrong(float yaw, float pitch)
    {
        var turn = 0.6f * _options.TurnDegrees;
        return _actions[_step] switch
        {
            ChallengeAction.TurnLeft => yaw <= -turn || pitch >= 1.5f * _options.LiftDegrees,
            ChallengeAction.TurnRight => yaw >= turn || pitch >= 1.5f * _options.LiftDegrees,
            _ => MathF.Abs(yaw) >= turn,
        };
    }

    private ChallengeProgress Fail(TimeSpan now)
    {
        _state = ++_failures >= _options.MaxFailures ? ChallengeState.BackedOff : ChallengeState.Failed;
        if (_state is ChallengeState.BackedOff)
            _backedOffAt = now;
        return Progress;
    }
}
