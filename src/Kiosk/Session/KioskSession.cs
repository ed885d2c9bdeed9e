using AccessKiosk.Enrollment.People;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Kiosk.Events;
using AccessKiosk.Kiosk.Recognition;

namespace AccessKiosk.Kiosk.Session;

/// <summary>
/// The camera loop: frame, recognition, decision, door, event. Whatever fails, the door is told so and locks, and the
/// event says why.
/// </summary>
internal sealed class KioskSession
{
    private const string CameraFault = "camera";
    private const string RecognitionFault = "recognition";

    private readonly RecognitionPipeline _pipeline;
    private readonly Door _door;
    private readonly IEventSink _events;
    private readonly Func<PersonId, string?> _nameOf;
    private readonly TimeProvider _time;

    public KioskSession(RecognitionPipeline pipeline, Door door, IEventSink events, Func<PersonId, string?> nameOf, TimeProvider time) =>
        (_pipeline, _door, _events, _nameOf, _time) = (pipeline, door, events, nameOf, time);

    /// <summary>Frames looked at.</summary>
    public long Frames { get; private set; }

    /// <summary>Plays a source until it ends or is cancelled.</summary>
    /// <param name="options">The source.</param>
    /// <param name="name">What events call it.</param>
    /// <param name="until">Asked with the time of every frame; ends the session early when it answers yes.</param>
    /// <param name="cancellation">Ends the session.</param>
    /// <param name="open">Opens the source where it is not one that the options can name.</param>
    /// <exception cref="CameraException">The source cannot be opened. This and every other failure leaves the door locked.</exception>
    public void Run(CameraOptions options, string name, Func<TimeSpan, bool> until, CancellationToken cancellation, Func<CancellationToken, ICamera>? open = null)
    {
        using var camera = open is null
            ? new CameraLoop(options, _time, happened => OnCamera(happened, name))
            : new CameraLoop(options, _time, happened => OnCamera(happened, name), open);
        _pipeline.Reset();
        var first = Frames + 1;
        try
        {
            while (camera.Next(cancellation) is { } frame && !until(frame.Timestamp))
            {
                Frames++;
                if (_pipeline.Process(frame).Decision is { } decision)
                    Act(decision, name);
                if (Frames == first)
                    _door.ClearFault(RecognitionFault);
            }
        }
        catch (Exception fault) when (!(fault is OperationCanceledException && cancellation.IsCancellationRequested))
        {
            _door.ReportFault(fault is CameraException ? CameraFault : RecognitionFault, fault.Message);
            Publish(name, EventKind.Fault, fault.Message);
            throw;
        }
    }

    private void Act(in Decision decision, string source)
    {
        switch (decision.Outcome)
        {
            case Outcome.Identified:
                Grant(decision, source);
                break;
            case Outcome.Attack:
                Publish(source, EventKind.Spoof, decision, decision.Reason, claimed: true);
                break;
            case Outcome.NoGoodView:
                Publish(source, EventKind.Undecided, decision, decision.Reason);
                break;
            case Outcome.LivenessNotShown:
                Publish(source, EventKind.Denied, decision, decision.Reason, claimed: true);
                break;
            default:
                Publish(source, EventKind.Denied, decision, decision.Reason);
                break;
        }
    }

    private void Grant(in Decision decision, string source)
    {
        var answer = _door.Grant($"track {decision.Track}");
        if (answer.Open)
            Publish(source, EventKind.Granted, decision, decision.Reason, claimed: true);
        else
            Publish(source, EventKind.Denied, decision, $"the door refuses: {answer.Mode}", claimed: true);
    }

    private void OnCamera(CameraEvent happened, string source)
    {
        if (happened.Kind is CameraEventKind.Lost or CameraEventKind.Stalled)
            _door.ReportFault(CameraFault, happened.Message);
        else if (happened.Kind is CameraEventKind.Opened or CameraEventKind.Recovered)
            _door.ClearFault(CameraFault);
        Publish(source, happened.Kind is CameraEventKind.Lost or CameraEventKind.Stalled ? EventKind.Fault : EventKind.Camera, happened.Message);
    }

    private void Publish(string source, EventKind kind, string reason) =>
        _events.Publish(new() { Timestamp = _time.GetUtcNow(), Kind = kind, Source = source, Reason = reason });

    private void Publish(string source, EventKind kind, in Decision d, string reason, bool claimed = false) => _events.Publish(new()
    {
        Timestamp = _time.GetUtcNow(),
        Kind = kind,
        Source = source,
        Track = d.Track,
        Person = claimed && d.Score >= d.Threshold && d.Person is { } person ? _nameOf(person) : null,
        Score = d.Score,
        Threshold = d.Threshold,
        Liveness = d.Liveness,
        Frames = d.Frames,
        Seconds = Math.Round(d.Elapsed.TotalSeconds, 3),
        Reason = reason,
    });
}
