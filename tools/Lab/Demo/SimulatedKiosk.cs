using AccessKiosk.Access.Configuration;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Gate;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Policy;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Lab.Demo;

/// <summary>A whole kiosk in memory, with a simulated door and nothing kept: for recordings.</summary>
internal sealed class SimulatedKiosk : IDisposable
{
    private const string Relay = "relay";

    private readonly KioskOptions _options;
    private readonly ModelCatalogue _models;
    private readonly ActiveCalibration _points;
    private readonly Gallery _gallery;
    private readonly Dictionary<PersonId, string> _names = [];
    private readonly IEventSink _events;
    private readonly DoorClock _clock = new();
    private readonly SimulatedGpio _gpio;
    private readonly Door _door;
    private readonly Task _pump;
    private readonly RecognitionPipeline _pipeline;
    private readonly KioskSession _session;

    private SimulatedKiosk(KioskOptions options, IEventSink events)
    {
        (_options, _events) = (options, events);
        _models = new(options.Inference);
        _points = ActiveCalibration.Load(options.Recognition.Thresholds);
        _gallery = new(new() { ModelHash = FaceEmbedder.ModelHash, Dimension = FaceEmbedder.Dimensions });
        _gpio = new(_clock);
        _door = Door.Open(new() { Name = "simulated door", Relay = Relay, Pulse = TimeSpan.FromSeconds(2) }, _gpio, _clock);
        var doorway = new DoorContext(_door, new(DefaultAccessModel.Model(_door.Name)), new());
        _pump = doorway.PumpAsync(events);
        _pipeline = RecognitionPipeline.Load(_models, options.Perception(), new GalleryView(_gallery, _points), options.Recognition);
        var trust = doorway.Cameras.Add(LanePlan.OnlyName);
        var gate = new Gatekeeper(
            doorway, trust, DoorDirection.In, id => _names.ContainsKey(id) ? new() { Id = id.Value, Groups = [DefaultAccessModel.Group] } : null, TimeProvider.System);
        _session = new(_pipeline, trust, gate, new() { Events = events, NameOf = id => _names.GetValueOrDefault(id) }, TimeProvider.System);
    }

    /// <summary>Frames processed so far.</summary>
    public long Frames => _session.Frames;

    /// <summary>Frames of the current source that were replaced by newer ones before they were processed.</summary>
    public long Dropped => _session.Dropped;

    /// <summary>From a frame to a decision; to be looked at between two frames.</summary>
    public RecognitionPipeline Pipeline => _pipeline;

    /// <summary>The door.</summary>
    public Door Door => _door;

    /// <summary>Whether the door's lock is driven open right now.</summary>
    public bool IsUnlocked => _gpio.IsActive(Relay);

    /// <summary>Builds it.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public static SimulatedKiosk Create(KioskOptions options, IEventSink events) => new(options, events);

    /// <summary>Enrols people for the length of this kiosk's life.</summary>
    public void Enrol(IReadOnlyList<EnrollmentSource> sources, CancellationToken cancellationToken)
    {
        using var enroller = new FileEnroller(_models, _options.Quality, _options.Enrollment, _points.MinAgreement, RecordedFrames.Of);
        foreach (var source in sources)
            Enrol(source, enroller.Take(source, cancellationToken));
    }

    /// <summary>Enrols a person whose captures were taken already.</summary>
    public void Enrol(EnrollmentSource source, CaptureChoice choice)
    {
        var person = PersonId.New();
        _names[person] = source.Name;
        _gallery.Set(person, [.. choice.Kept.Select(c => new GalleryReference(person, ReferenceId.New(), FaceEmbedder.ModelHash, c.Embedding))]);
        _events.Publish(new()
        {
            At = TimeProvider.System.GetUtcNow(),
            Code = EventCodes.PersonEnrolled,
            Person = person,
            Name = source.Name,
            Detail = $"{choice.Kept.Count} references from {source.File.Name}" + (choice.Outliers.Count > 0 ? $", {choice.Outliers.Count} captures of somebody else dropped" : ""),
        });
    }

    /// <summary>Plays a source; see <see cref="KioskSession.Run"/>.</summary>
    public void Play(CameraOptions camera, string name, Func<TimeSpan, bool> until, CancellationToken cancellationToken, Func<CancellationToken, ICamera>? open = null) =>
        _session.Run(camera, name, until, cancellationToken, open);

    public void Dispose()
    {
        _door.Dispose();
        // The door's last words are worth waiting for; they are in memory already.
        _pump.Wait(TimeSpan.FromSeconds(2));
        _pipeline.Dispose();
        _gpio.Dispose();
        _clock.Dispose();
    }
}
