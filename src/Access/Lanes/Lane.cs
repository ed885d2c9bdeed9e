using AccessKiosk.Access.Configuration;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Gate;
using AccessKiosk.Access.Lanes.Lending;
using AccessKiosk.Access.Policy;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Indicators;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Hardware.Watchdogs;
using AccessKiosk.Recognition;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Access.Lanes;

/// <summary>
/// One camera and the door that it looks at: sees, decides and lets in by itself, whatever becomes of the other lanes. One
/// thread runs the loop; everything else is safe from any thread.
/// </summary>
public sealed class Lane : IDisposable
{
    private static readonly Backoff Pauses = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private static readonly TimeSpan WorkLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GapLimit = TimeSpan.FromMinutes(1);

    private readonly LanePlan _plan;
    private readonly RecognitionPipeline _pipeline;
    private readonly FaceLight? _light;
    private readonly KioskSession _session;

    /// <summary>A lane whose camera is not open yet.</summary>
    /// <param name="plan">Its camera and its door.</param>
    /// <param name="doorway">The door.</param>
    /// <param name="pipeline">From a frame to a decision; the lane's own, and disposed of with it.</param>
    /// <param name="population">The people and their store.</param>
    /// <param name="record">Writes what happens.</param>
    /// <param name="renewals">Takes what could renew references.</param>
    /// <param name="proofs">Told who was let in after a challenge.</param>
    /// <param name="light">Lights the face; the lane's own, and disposed of with it. Null where none is fitted.</param>
    /// <param name="service">Watches that it makes progress.</param>
    /// <param name="time">The clock.</param>
    public Lane(
        LanePlan plan, DoorContext doorway, RecognitionPipeline pipeline, EnrolledPopulation population, EventRecorder record, IReferenceRenewals renewals, IProofOfLife proofs, FaceLight? light, ServiceWatch service, TimeProvider time)
    {
        (_plan, _pipeline, _light, Door) = (plan, pipeline, light, doorway.Door);
        var trust = doorway.Cameras.Add(plan.Name);
        View = new(time);
        Gate = new(doorway, trust, plan.Camera.Direction, id => AccessOf(population, id), time);
        Pins = new(plan.Name, population.Store, Gate, View, record, time);
        var outlets = new SessionOutlets
        {
            Events = record,
            NameOf = population.NameOf,
            Alerts = record,
            Renewals = renewals,
            Proofs = proofs,
            View = View,
            Lease = Lease,
            Light = light,
            Progress = service.Stage($"the loop of camera {plan.Name}", WorkLimit, GapLimit),
        };
        _session = new(pipeline, trust, Gate, outlets, time);
    }

    /// <summary>The camera's name.</summary>
    public string Name => _plan.Name;

    /// <summary>Which way it lets people through.</summary>
    public DoorDirection Direction => _plan.Camera.Direction;

    /// <summary>The door that it looks at.</summary>
    public Door Door { get; }

    /// <summary>Asks the rules and works the door.</summary>
    public Gatekeeper Gate { get; }

    /// <summary>Takes what is typed on the pad beside it.</summary>
    public PinService Pins { get; }

    /// <summary>The picture and the moment, for pages.</summary>
    public LiveView View { get; }

    /// <summary>Lends the camera, for an enrolment.</summary>
    public CameraLease Lease { get; } = new();

    /// <summary>Frames processed.</summary>
    public long Frames => _session.Frames;

    /// <summary>Frames that were replaced by newer ones before they were processed.</summary>
    public long Dropped => _session.Dropped;

    /// <summary>How fast the loop runs.</summary>
    public LoopMeter Meter => _session.Meter;

    /// <summary>How long each of its stages takes.</summary>
    public StageMeter Stages => _pipeline.Stages;

    /// <summary>What the loop looks at; null while nothing is open.</summary>
    public CameraInfo? Camera => _session.Camera;

    /// <summary>The empty room that it looks at.</summary>
    public BackgroundMemory Background => _session.Background;

    /// <summary>Whether the camera gives pictures that can be trusted.</summary>
    public bool Sees => View.Moment.CameraFault is null;

    /// <summary>Runs the configured camera until it is stopped, or a recording ends; restarts automatically after a failure.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Loop(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Plays one source; see <see cref="KioskSession.Run"/>.</summary>
    public void Play(CameraOptions camera, string name, Func<TimeSpan, bool> until, CancellationToken cancellationToken, Func<CancellationToken, ICamera>? open = null) =>
        _session.Run(camera, name, until, cancellationToken, open);

    public void Dispose()
    {
        _pipeline.Dispose();
        _light?.Dispose();
        Pins.Dispose();
        View.Dispose();
    }

    private static PersonAccess? AccessOf(EnrolledPopulation population, PersonId id) => population.Store.People.Find(id) is { } person ? PersonAccess.Of(person) : null;

    private void Loop(CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            var frames = _session.Frames;
            try
            {
                _session.Run(_plan.Camera, _plan.Name, _ => false, cancellationToken);
                return;
            }
            catch (Exception fault) when (fault is CameraException or ModelException or ImageException)
            {
                // The session has said why, and nobody is let in; what worked for a while is tried again soon.
                if (_session.Frames > frames)
                    failures = 0;
                cancellationToken.WaitHandle.WaitOne(Pauses.After(failures));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
