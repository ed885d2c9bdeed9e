using AccessKiosk.Enrollment.Store;
using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Lab.Commands;

/// <summary>
/// The false alarms that a reviewer marked for the next calibration, as evidence of live people before this site's cameras. An
/// alert keeps what every cue said as numbers, so no picture is needed, and none has to be left.
/// </summary>
internal static class ReviewedAlerts
{
    private const int Page = 1000;

    /// <summary>Reads them all.</summary>
    /// <param name="store">The site's store.</param>
    /// <param name="moments">Seconds into a track that the fit looks at; a shorter one gives its last moment.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    public static async Task<IReadOnlyList<LabelledReadings>> ReadAsync(KioskStore store, IReadOnlyList<double> moments, CancellationToken cancellationToken)
    {
        var data = new List<LabelledReadings>();
        SpoofAlert? last = null;
        do
        {
            var alerts = await store.Alerts.ListAsync(limit: Page, before: last, cancellationToken: cancellationToken);
            foreach (var alert in alerts.Where(a => a.ForCalibration))
                if (LivenessEvidence.Parse(await store.Alerts.ReadEvidenceAsync(alert.Id, cancellationToken)) is { } evidence)
                    data.AddRange(Label(alert, evidence, moments));
            last = alerts.Count == Page ? alerts[^1] : null;
        }
        while (last is not null);
        return data;
    }

    private static IEnumerable<LabelledReadings> Label(SpoofAlert alert, LivenessEvidence evidence, IReadOnlyList<double> moments)
    {
        var name = alert.Id.ToString("N");
        var samples = moments.Select(m => First(evidence.Seconds, m)).Where(i => i >= 0).Distinct().DefaultIfEmpty(evidence.Seconds.Count - 1);
        // The person is known only where the face was recognised; otherwise each alert counts as one person.
        var subject = alert.Person?.ToString() ?? name;
        return samples.Select(i => new LabelledReadings(Readings(evidence, i), IsAttack: false, subject, alert.Door, name));
    }

    private static int First(IReadOnlyList<float> seconds, double moment)
    {
        for (var i = 0; i < seconds.Count; i++)
            if (seconds[i] >= moment)
                return i;
        return -1;
    }

    private static CueReadings Readings(LivenessEvidence evidence, int sample)
    {
        CueReadings readings = default;
        foreach (var cue in evidence.Cues)
            readings[cue.Coefficient.Cue] = new(cue.Evidence[sample], cue.Confidence[sample]);
        return readings;
    }
}
