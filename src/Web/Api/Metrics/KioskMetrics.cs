using System.Diagnostics.Metrics;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Web.Api.Metrics;

/// <summary>What the kiosk measures of itself, for Prometheus and OTLP. Counts and times alone; nothing of a person.</summary>
internal sealed class KioskMetrics : SupervisedBackgroundService
{
    /// <summary>The meter's name.</summary>
    public const string Meter = "AccessKiosk";

    /// <summary>The program's version, as sent to the collector.</summary>
    public static string Version { get; } = typeof(KioskMetrics).Assembly.GetName().Version?.ToString(3) ?? "";

    private readonly LaneSet _cameras;
    private readonly EventFeed _feed;
    private readonly Counter<long> _events;
    private readonly Histogram<double> _decision;

    public KioskMetrics(IMeterFactory factory, LaneSet cameras, EventFeed feed, EnrolledPopulation population, DoorSet doors, ServiceSupervisor supervisor)
        : base(supervisor, "metrics", RestartPolicy.RestartThenStop)
    {
        (_cameras, _feed) = (cameras, feed);
        var meter = factory.Create(Meter);
        _events = meter.CreateCounter<long>("accesskiosk.events", description: "Events by code.");
        _decision = meter.CreateHistogram("accesskiosk.decision.duration", "s", "From the first sight of a face to the decision.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10] });
        meter.CreateObservableCounter("accesskiosk.frames", () => OfCameras(lane => lane.Frames), description: "Frames processed.");
        meter.CreateObservableGauge("accesskiosk.people", () => population.Store.People.Count, description: "People.");
        meter.CreateObservableGauge("accesskiosk.references", () => population.Gallery.References, description: "References searched.");
        meter.CreateObservableGauge("accesskiosk.camera.up", () => OfCameras(lane => lane.Sees ? 1 : 0), description: "1 while the camera gives pictures.");
        meter.CreateObservableGauge(
            "accesskiosk.door.unlocked",
            () => doors.Doors.Select(door => new Measurement<int>(door.State.IsUnlocked ? 1 : 0, new KeyValuePair<string, object?>("door", door.Name))),
            description: "1 while the door is unlocked.");
    }

    private IEnumerable<Measurement<long>> OfCameras(Func<Lane, long> figure) => _cameras.Lanes.Select(lane => new Measurement<long>(
        figure(lane), new KeyValuePair<string, object?>("camera", lane.Name), new KeyValuePair<string, object?>("door", lane.Door.Name)));

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var happened in _feed.ListenAsync(cancellationToken))
        {
            var code = new KeyValuePair<string, object?>("code", happened.Code.Name);
            _events.Add(1, code);
            if (happened.Seconds is { } seconds)
                _decision.Record(seconds, code);
        }
    }
}
