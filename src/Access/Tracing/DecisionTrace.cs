using System.Diagnostics;
using AccessKiosk.Recognition;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Tracing;

/// <summary>
/// One trace for each decision about a track, from the first sight of the face to the relay. It names door, camera, outcome and
/// the event's identifier, and nothing of a person. Frames are not traced; while nobody listens, nothing is allocated.
/// </summary>
public static class DecisionTrace
{
    /// <summary>The source's name.</summary>
    public const string Name = "AccessKiosk.Decisions";

    private static readonly ActivitySource Source = new(Name);

    // What a reader of the trace looks for, in the order of a frame.
    private static readonly (RecognitionStage Stage, string Span)[] Stages =
    [
        (RecognitionStage.Detection, "faces"), (RecognitionStage.Background, "background"), (RecognitionStage.Points, "points"),
        (RecognitionStage.Liveness, "liveness"), (RecognitionStage.Identity, "embedding and match"),
    ];

    /// <summary>Begins the trace of a decision that was just taken; null while nobody listens.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="door">The door.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="stages">When each stage ran last.</param>
    /// <param name="time">The clock.</param>
    public static Activity? Begin(in Decision decision, string door, string camera, StageMeter stages, TimeProvider time)
    {
        if (!Source.HasListeners())
            return null;
        var (now, ticks) = (time.GetUtcNow(), Stopwatch.GetTimestamp());
        var first = now - decision.Elapsed;
        if (Source.StartActivity("decision", ActivityKind.Internal, default(ActivityContext), startTime: first) is not { } trace)
            return null;
        trace.SetTag("door", door).SetTag("camera", camera).SetTag("track", decision.Track).SetTag("frames", decision.Frames).SetTag("verdict", decision.Reason is { } reason ? SnakeCase.Name(reason) : "identified");
        var frame = At(stages.Last(RecognitionStage.Detection).Began);
        Add("camera", first, frame < first ? first : frame);
        foreach (var (stage, span) in Stages)
            if (stages.Last(stage) is { Ended: > 0 } ran && At(ran.Began) is var began && began >= first)
                Add(span, began, At(ran.Ended));
        return trace;

        DateTimeOffset At(long timestamp) => now - Stopwatch.GetElapsedTime(timestamp, ticks);
    }

    /// <summary>A step of the decision that goes on; null while nobody listens.</summary>
    public static Activity? Step(string name) => Activity.Current?.Source == Source ? Source.StartActivity(name) : null;

    /// <summary>Ends the trace of a decision.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="happened">The event that the decision became.</param>
    public static void End(Activity? trace, AccessEvent happened) =>
        trace?.SetTag("event.id", happened.Id).SetTag("event.code", happened.Code.Name).SetTag("reason", happened.Reason is { } reason ? SnakeCase.Name(reason) : null).Dispose();

    private static void Add(string name, DateTimeOffset began, DateTimeOffset ended)
    {
        using var span = Source.StartActivity(name, ActivityKind.Internal, default(ActivityContext), startTime: began);
        span?.SetEndTime(ended.UtcDateTime);
    }
}
