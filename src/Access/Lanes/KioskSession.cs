using AccessKiosk.Foundation;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Gate;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Tracing;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Cameras.Monitoring;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Access.Lanes;

/// <summary>
/// The camera loop: frame, recognition, decision, door, event. Whatever fails, the camera's word opens nothing until it
/// works again (the door locks, unless another camera of it is well), and the event says why.
/// </summary>
public sealed class KioskSession
{
    private const string CameraFault = "camera";
    private const string RecognitionFault = "recognition";

    private readonly RecognitionPipeline _pipeline;
    private readonly CameraTrust _trust;
    private readonly Gatekeeper _gate;
    private readonly SessionOutlets _out;
    private readonly StandingRefusal _standing = new();
    private readonly TimeProvider _time;
    private (ChallengeAction Action, int Step)? _announced;
    private int _run;
    private string? _said;
    private CameraLoop? _camera;

    /// <summary>A loop that is not running yet.</summary>
    /// <param name="pipeline">From a frame to a decision; this loop's alone.</param>
    /// <param name="trust">The camera's word at its door.</param>
    /// <param name="gate">Acts on decisions.</param>
    /// <param name="outlets">Who is notified.</param>
    /// <param name="time">The clock.</param>
    public KioskSession(RecognitionPipeline pipeline, CameraTrust trust, Gatekeeper gate, SessionOutlets outlets, TimeProvider time)
    {
        (_pipeline, _trust, _gate, _out, _time) = (pipeline, trust, gate, outlets, time);
        Meter = new(time);
    }

    /// <summary>Frames processed.</summary>
    public long Frames { get; private set; }

    /// <summary>The empty room that the camera looks at, from run to run.</summary>
    public BackgroundMemory Background { get; } = new();

    /// <summary>How fast the loop runs.</summary>
    public LoopMeter Meter { get; }

    /// <summary>The current source; null while nothing is open.</summary>
    public CameraInfo? Camera => Volatile.Read(ref _camera)?.Info;

    /// <summary>Frames of the current source that were replaced by newer ones before they were processed.</summary>
    public long Dropped => Volatile.Read(ref _camera)?.Dropped ?? 0;

    /// <summary>Plays a source until it ends or is cancelled.</summary>
    /// <param name="options">The source.</param>
    /// <param name="name">What events call it.</param>
    /// <param name="until">Asked with the time of every frame; ends the session early when it answers yes.</param>
    /// <param name="cancellationToken">Ends the session.</param>
    /// <param name="open">Opens the source where it is not one that the options can name.</param>
    /// <exception cref="CameraException">The source cannot be opened. This and every other failure lets nobody in.</exception>
    public void Run(CameraOptions options, string name, Func<TimeSpan, bool> until, CancellationToken cancellationToken, Func<CancellationToken, ICamera>? open = null)
    {
        using var first = ThreadShare.First();
        var run = Interlocked.Increment(ref _run);
        using var camera = open is null
            ? new CameraLoop(options, _time, happened => OnCamera(happened, name, run))
            : new CameraLoop(options, _time, happened => OnCamera(happened, name, run), open);
        Volatile.Write(ref _camera, camera);
        _pipeline.Reset();
        _standing.Reset();
        var recognised = false;
        try
        {
            while (camera.Next(cancellationToken) is { } frame && !until(frame.Timestamp))
            {
                using var working = _out.Progress?.Enter();
                Frames++;
                var began = _time.GetTimestamp();
                if (camera.Trouble is not CameraTrouble.None)
                {
                    // It opens nothing; nothing that was seen of a doubtful view may count after it.
                    if (camera.Trouble is CameraTrouble.Tampered)
                        _pipeline.Reset();
                    else
                        _pipeline.Interrupt();
                    continue;
                }

                if (Settles(frame) || Lend(frame))
                    continue;
                Background.Exchange(_pipeline, frame.Timestamp);
                var outcome = _pipeline.Process(frame);
                Announce(outcome.Challenge, name);
                _out.Light?.Observe(outcome.Advice is not Advice.None, _pipeline.Brightness, frame.Timestamp);
                _out.View?.Show(frame, _pipeline.Faces.Span, outcome);
                if (outcome.Decision is { } decision)
                    Act(decision, frame, name);
                if (!recognised)
                    _trust.Clear(RecognitionFault);
                (recognised, _said) = (true, null);
                Meter.Count(began);
            }
        }
        catch (Exception fault) when (!(fault is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            _out.Progress?.Rest();
            _trust.Report(fault is CameraException ? CameraFault : RecognitionFault, fault.Message);
            _out.View?.Lose(fault.Message);
            // A camera that stays away is tried again for days: the record takes it once.
            if (_said != fault.Message)
                Publish(name, fault is CameraException ? EventCodes.CameraFault : EventCodes.RecognitionFault, fault.Message);
            _said = fault.Message;
            throw;
        }
        finally
        {
            _out.Light?.Rest();
        }
    }

    // The lamp was switched: motion, background and stream would be judged by its light.
    private bool Settles(Frame frame)
    {
        if (_out.Light?.IsSettling(frame.Timestamp) is not true)
            return false;
        _pipeline.Interrupt();
        _out.Lease?.Guest?.Interrupt();
        _out.View?.Show(frame, [], new(Advice.Hold));
        return true;
    }

    private bool Lend(Frame frame)
    {
        if (_out.Lease?.Guest is not { } guest)
            return false;
        if (guest.Take(frame))
        {
            _out.Light?.Observe(guest.Brightness is not null, guest.Brightness, frame.Timestamp);
            _out.View?.ShowLent(frame, guest.Guide);
        }
        else
            _out.Lease.Return(guest);
        // Nothing that was seen before the visit may count after it.
        _pipeline.Reset();
        return true;
    }

    private void Announce(ChallengeProgress? challenge, string source)
    {
        if (challenge is { State: ChallengeState.Act } asked && _announced != (asked.Action, asked.Step))
        {
            _announced = (asked.Action, asked.Step);
            Publish(source, EventCodes.AccessChallenge, $"{asked.Step} of {asked.Steps}", asked.Action);
        }
        else if (challenge is null)
        {
            _announced = null;
        }
    }

    private void Act(in Decision decision, Frame frame, string source)
    {
        using var trace = DecisionTrace.Begin(decision, _trust.Door, source, _pipeline.Stages, _time);
        if (decision.Reason is ReasonCode.NoGoodView)
        {
            DecisionTrace.End(trace, Publish(source, EventCodes.AccessUndecided, decision, ReasonCode.NoGoodView));
            return;
        }

        var answer = _gate.Ask(decision);
        var code = decision.IsAttack ? EventCodes.AlarmPresentationAttack : answer.Outcome switch
        {
            AccessOutcome.Grant => EventCodes.AccessGranted,
            AccessOutcome.AskPin => EventCodes.AccessPinAsked,
            _ => EventCodes.AccessDenied,
        };
        _out.View?.Tell(ScreenResults.Of(decision, answer), decision.Person);
        if (_standing.IsRepeated(decision, answer, frame.Timestamp))
            return;
        DecisionTrace.End(trace, Publish(source, code, decision, answer.Reason, claimed: decision.Reason is not (ReasonCode.UnknownFace or ReasonCode.TooAlike)));
        if (decision.IsAttack && _out.Alerts is { } alerts)
            alerts.Raise(_trust.Door, decision, AlertPicture.Of(frame.Image, decision.Box), _pipeline.CopyEvidence());
        if (!answer.Open)
            return;
        _out.Renewals?.Offer(decision, _pipeline.Evidence);
        _out.Proofs?.Note(decision);
    }

    private void OnCamera(CameraEvent happened, string source, int run)
    {
        // A hung camera that was left behind may wake up at any time: it must not speak for the one in use.
        if (run != Volatile.Read(ref _run))
            return;
        var isFault = happened.Kind is CameraEventKind.Lost or CameraEventKind.Stalled or CameraEventKind.Troubled;
        if (isFault)
        {
            _out.Progress?.Rest();
            _trust.Report(CameraFault, happened.Message);
            _out.View?.Lose(happened.Message);
            _out.Light?.Rest();
        }
        else if (happened.Kind is CameraEventKind.Opened or CameraEventKind.Recovered or CameraEventKind.Cleared)
        {
            _trust.Clear(CameraFault);
        }

        Publish(source, Code(happened), happened.Message);
    }

    private static EventCode Code(CameraEvent happened) => happened.Kind switch
    {
        CameraEventKind.Opened => EventCodes.CameraOpened,
        CameraEventKind.EndOfFile => EventCodes.CameraEnded,
        CameraEventKind.BadFrame => EventCodes.CameraBadFrame,
        CameraEventKind.Stalled => EventCodes.CameraStalled,
        CameraEventKind.Lost => EventCodes.CameraLost,
        CameraEventKind.Recovered => EventCodes.CameraRecovered,
        CameraEventKind.Cleared => EventCodes.CameraCleared,
        _ => happened.Trouble is CameraTrouble.Tampered ? EventCodes.CameraTampered : EventCodes.CameraFault,
    };

    private void Publish(string source, EventCode code, string detail, ChallengeAction? action = null) =>
        _out.Events.Publish(new()
    {
        At = _time.GetUtcNow(), Code = code, Door = _trust.Door, Camera = source, Action = action is { } asked ? SnakeCase.Name(asked) : null, Detail = detail,
    });

    private AccessEvent Publish(string source, EventCode code, in Decision d, ReasonCode? reason, bool claimed = false)
    {
        var happened = new AccessEvent
        {
            At = _time.GetUtcNow(),
            Code = code,
            Door = _trust.Door,
            Camera = source,
            Track = d.Track,
            Person = Claimed(d, claimed),
            Name = Claimed(d, claimed) is { } person ? _out.NameOf(person) : null,
            Score = d.Score,
            // Where nobody can be let in there is none.
            Threshold = float.IsFinite(d.Threshold) ? d.Threshold : null,
            Liveness = d.Liveness,
            Frames = d.Frames,
            Seconds = Math.Round(d.Elapsed.TotalSeconds, 3),
            Reason = reason,
            Method = AccessMethod.Face,
            Alike = d.Alike,
            Cue = d.Cue,
            Challenged = d.IsChallenged ? true : null,
            Embedder = FaceEmbedder.ModelHash,
        };
        _out.Events.Publish(happened);
        return happened;
    }

    // Whom an unknown face resembles is nobody's business.
    private static PersonId? Claimed(in Decision d, bool claimed) => claimed && d.Score >= d.Threshold ? d.Person : null;
}
