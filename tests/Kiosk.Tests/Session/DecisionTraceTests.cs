using System.Diagnostics;
using AccessKiosk.Access.Tracing;
using AccessKiosk.Kiosk.Tests.Session.Lanes;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>A decision from a real recording is one trace from the camera to the relay, with nothing of the person.</summary>
[Trait("Speed", "slow")]
public sealed class DecisionTraceTests(EnrolledStore enrolled) : IClassFixture<EnrolledStore>
{
    [Fact]
    public async Task A_grant_is_one_trace_from_the_camera_to_the_relay()
    {
        using var folder = new TemporaryFolder();
        enrolled.CopyTo(Path.Combine(folder.Path, "store"));
        var ended = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == DecisionTrace.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                // Other tests of this process decide, too.
                if (activity.RootCamera() == "traced")
                    lock (ended)
                        ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var site = await LaneSite.OpenAsync(Path.Combine(folder.Path, "store"), "Doors:main:Relay=relay", "Cameras:traced:Source=0");

        var granted = site.Show("traced", Recordings.ManAnotherDay);

        Assert.Equal(EventCodes.AccessGranted, granted.Code);
        var root = Assert.Single(ended, activity => activity.OperationName == "decision" && Equals(activity.GetTagItem("event.id"), granted.Id));
        var spans = ended.Where(activity => activity.ParentSpanId == root.SpanId).ToList();
        Assert.Equal(
            ["camera", "embedding and match", "faces", "liveness", "points", "relay", "rules"],
            spans.Select(span => span.OperationName).Where(name => name != "background").Order(StringComparer.Ordinal));
        Assert.All(spans, span => Assert.True(span.StartTimeUtc >= root.StartTimeUtc && span.StartTimeUtc + span.Duration <= root.StartTimeUtc + root.Duration));
        Assert.Equal(("main", "traced", "identified", "access.granted"), (root.GetTagItem("door"), root.GetTagItem("camera"), root.GetTagItem("verdict"), root.GetTagItem("event.code")));
        var told = string.Join('\n', ended.SelectMany(activity => activity.TagObjects).Select(tag => $"{tag.Value}"));
        Assert.DoesNotContain(EnrolledStore.Man, told, StringComparison.Ordinal);
        Assert.DoesNotContain($"{granted.Person}", told, StringComparison.Ordinal);
    }
}

/// <summary>Finds the trace that a span belongs to.</summary>
internal static class ActivityRoots
{
    public static string? RootCamera(this Activity activity)
    {
        while (activity.Parent is { } parent)
            activity = parent;
        return activity.GetTagItem("camera") as string;
    }
}
