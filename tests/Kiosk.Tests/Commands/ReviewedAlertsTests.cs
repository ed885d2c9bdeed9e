using AccessKiosk.Storage.Events;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Lab.Commands;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Kiosk.Tests.Commands;

/// <summary>What reviewers marked, from a real store.</summary>
public sealed class ReviewedAlertsTests : IDisposable
{
    private static readonly double[] Moments = [1.5, 2, 3, 4];
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Marked_false_alarms_are_live_people_of_their_door_at_the_moments_that_were_seen()
    {
        await using var store = await OpenAsync();
        var marked = await AddAsync(store, "main", Evidence(0.5f, 1.6f, 2.2f), new("false-alarm", ForCalibration: true));
        await AddAsync(store, "main", Evidence(1.6f), new("false-alarm"));
        await AddAsync(store, "main", Evidence(1.6f), null);

        var data = await ReviewedAlerts.ReadAsync(store, Moments, Cancellation);

        Assert.Equal(2, data.Count);
        Assert.All(data, d => Assert.Equal((false, "main", marked.ToString("N")), (d.IsAttack, d.Source, d.Track)));
        Assert.Equal([new CueReading(1.6f, 0.9f), new CueReading(2.2f, 0.9f)], data.Select(d => d.Readings[Cue.Outline]));
    }

    [Fact]
    public async Task A_track_that_ended_early_gives_its_last_moment()
    {
        await using var store = await OpenAsync();
        await AddAsync(store, "yard", Evidence(0.5f, 1.1f), new("false-alarm", ForCalibration: true));

        Assert.Equal(1.1f, Assert.Single(await ReviewedAlerts.ReadAsync(store, Moments, Cancellation)).Readings[Cue.Outline].Evidence);
    }

    [Fact]
    public async Task An_alert_without_evidence_says_nothing()
    {
        await using var store = await OpenAsync();
        await AddAsync(store, "yard", null, new("false-alarm", ForCalibration: true));

        Assert.Empty(await ReviewedAlerts.ReadAsync(store, Moments, Cancellation));
    }

    // One cue, whose evidence is the time itself.
    private static string Evidence(params float[] seconds) => new LivenessEvidence(
        -0.5f, 1.5f, -1.5f, seconds, seconds, [.. seconds.Select(_ => LivenessVerdict.StillLooking)],
        [new(new CueCoefficient(Cue.Outline, 1, 0, 1, 1), seconds, [.. seconds.Select(_ => 0.9f)])]).Format();

    private static async Task<Guid> AddAsync(KioskStore store, string door, string? evidence, AlertReview? review)
    {
        var alert = await store.Alerts.AddAsync(new() { At = DateTimeOffset.UnixEpoch, Door = door, Reason = ReasonCode.PresentationAttack, Evidence = evidence }, Cancellation);
        if (review is not null)
            await store.Alerts.ReviewAsync(alert.Id, review, "Ada", Cancellation);
        return alert.Id;
    }

    private Task<KioskStore> OpenAsync() => KioskStore.OpenAsync(new() { Directory = Path.Combine(_folder.Path, "store") }, cancellationToken: Cancellation);
}
