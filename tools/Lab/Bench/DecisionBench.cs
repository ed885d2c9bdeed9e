using AccessKiosk.Access.Events;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Demo;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Models;
using MathNet.Numerics.Statistics;

namespace AccessKiosk.Lab.Bench;

/// <summary>When each stage of a grant was done, in seconds since the face was near enough; null where it never was.</summary>
/// <param name="GoodView">The first picture of the face that could be compared.</param>
/// <param name="Identified">Enough votes for one person.</param>
/// <param name="MotionWatched">The face's own motion was watched for long enough.</param>
/// <param name="NothingForbids">From then on no cue forbade "live".</param>
/// <param name="EvidenceEnough">From then on the sum of the evidence sufficed.</param>
/// <param name="Granted">The decision.</param>
/// <param name="DoorMs">From the frame that decided to the relay, milliseconds of this machine.</param>
internal sealed record GrantTimes(
    double? GoodView, double? Identified, double? MotionWatched, double? NothingForbids, double? EvidenceEnough, double? Granted, double? DoorMs);

/// <summary>The medians of many grants; one that never came counts as infinite.</summary>
/// <param name="RoomIsKnown">Whether the kiosk saw the empty room first.</param>
/// <param name="Presentations">How often somebody stepped before the camera.</param>
/// <param name="Granted">How often the door was opened within the time watched.</param>
/// <param name="Stages">Median seconds of every stage; null where half of them never came.</param>
/// <param name="DoorMs">Median milliseconds from the deciding frame to the relay.</param>
/// <param name="Times">Every presentation by itself.</param>
internal sealed record DecisionReport(
    bool RoomIsKnown, int Presentations, int Granted, IReadOnlyDictionary<string, double?> Stages, double? DoorMs, IReadOnlyList<GrantTimes> Times)
{
    public static DecisionReport Of(bool roomIsKnown, IReadOnlyList<GrantTimes> times)
    {
        double? Median(Func<GrantTimes, double?> of) =>
            times.Select(t => of(t) ?? double.PositiveInfinity).QuantileCustom(0.5, QuantileDefinition.R1) is var median && double.IsFinite(median) ? Math.Round(median, 2) : null;
        return new(roomIsKnown, times.Count, times.Count(t => t.Granted is not null), new Dictionary<string, double?>(StringComparer.Ordinal)
        {
            ["a picture good enough to compare"] = Median(t => t.GoodView),
            ["identified"] = Median(t => t.Identified),
            ["motion watched for long enough"] = Median(t => t.MotionWatched),
            ["no cue forbids"] = Median(t => t.NothingForbids),
            ["evidence enough"] = Median(t => t.EvidenceEnough),
            ["granted"] = Median(t => t.Granted),
        }, Median(t => t.DoorMs), times);
    }
}

/// <summary>Where the time from "near enough" to the relay goes: the enrolled man steps before the camera again and again.</summary>
internal sealed class DecisionBench(KioskOptions options) : IEventSink, IDisposable
{
    private const double Watched = 3, Every = 5;
    private static readonly TimeSpan RoomSeconds = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan LongestPulse = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly ModelCatalogue _models = new(options.Inference);
    private readonly List<AccessEvent> _events = [];
    private SimulatedKiosk? _kiosk;

    /// <summary>How often he steps before the camera, in each of the two rooms.</summary>
    public const int Presentations = 14;

    /// <summary>Presents him in an unknown and in a known room.</summary>
    public IReadOnlyList<DecisionReport> Run(Action step, CancellationToken cancellationToken)
    {
        _kiosk = SimulatedKiosk.Create(options, this);
        _kiosk.Enrol([new("Audun", new(DemoRecordings.Enrollment))], cancellationToken);
        return [Run(false, step, cancellationToken), Run(true, step, cancellationToken)];
    }

    /// <inheritdoc/>
    public void Publish(AccessEvent happened)
    {
        lock (_gate)
            _events.Add(happened);
    }

    public void Dispose() => _kiosk?.Dispose();

    private DecisionReport Run(bool roomIsKnown, Action step, CancellationToken cancellationToken)
    {
        // The longer recording is of another day; both show him all the time.
        var places = Enumerable.Range(0, Presentations).Select(i => i < 9 ? (DemoRecordings.AnotherDay, i * Every) : (DemoRecordings.Enrollment, (i - 9) * Every));
        var times = new List<GrantTimes>();
        foreach (var (recording, from) in places)
        {
            times.Add(Present(recording, TimeSpan.FromSeconds(from), roomIsKnown ? RoomSeconds : TimeSpan.Zero, cancellationToken));
            step();
        }

        return DecisionReport.Of(roomIsKnown, times);
    }

    private GrantTimes Present(string recording, TimeSpan from, TimeSpan empty, CancellationToken cancellationToken)
    {
        lock (_gate)
            _events.Clear();
        var kiosk = _kiosk!;
        // A door that is still open from the last time has no relay to pull.
        SpinWait.SpinUntil(() => !kiosk.IsUnlocked, LongestPulse);
        var watch = new GrantWatch(kiosk, options.Recognition);
        var frameAt = TimeProvider.System.GetUtcNow();
        var (before, isGranted) = (frameAt, false);
        kiosk.Play(
            new() { Source = recording, Speed = PlaybackSpeed.Maximum }, "bench",
            at =>
            {
                if (!isGranted)
                    watch.Look();
                isGranted = HasGrant();
                if (!isGranted)
                    (before, frameAt) = (frameAt, TimeProvider.System.GetUtcNow());
                return at > empty + TimeSpan.FromSeconds(Watched);
            },
            cancellationToken, token => RoomFirstCamera.Open(_models, recording, empty, from, token));
        lock (_gate)
        {
            var granted = _events.Find(e => e.Code == EventCodes.AccessGranted);
            var unlocked = _events.Find(e => e.Code == EventCodes.DoorUnlocked);
            return watch.Times(granted?.Seconds, granted is null || unlocked is null ? null : (unlocked.At - before).TotalMilliseconds);
        }
    }

    private bool HasGrant()
    {
        lock (_gate)
            return _events.Exists(e => e.Code == EventCodes.AccessGranted);
    }
}
