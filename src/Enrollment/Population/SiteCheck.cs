using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Scores;
using AccessKiosk.Enrollment.Calibration.Statistics;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Enrollment.Population;

/// <summary>How scores fall at this site.</summary>
/// <param name="People">People enrolled.</param>
/// <param name="References">Their references.</param>
/// <param name="Threshold">The active threshold.</param>
/// <param name="NonMated">Comparisons of two people's references.</param>
/// <param name="HighestNonMated">The highest score among these.</param>
/// <param name="MostAlike">Whom it is between.</param>
/// <param name="NonMatedAbove">How many reach the threshold, with 95 % bounds.</param>
/// <param name="Mated">Comparisons of one person's references.</param>
/// <param name="LowestMated">The lowest score among these.</param>
/// <param name="MatedBelow">How many stay below the threshold, with 95 % bounds; of one sitting, so better than at the door.</param>
/// <param name="Days">Days of events looked at.</param>
/// <param name="Granted">Faces let in.</param>
/// <param name="LowestGranted">The lowest score that was let in.</param>
/// <param name="Refused">Faces below the threshold that were refused.</param>
/// <param name="HighestRefused">The highest score among these: a stranger's, or somebody enrolled who was not recognised.</param>
public sealed record SiteScores(
    int People, int References, float Threshold, long NonMated, float HighestNonMated, IReadOnlyList<string> MostAlike, ErrorRate NonMatedAbove,
    long Mated, float LowestMated, ErrorRate MatedBelow, int Days, int Granted, double? LowestGranted, int Refused, double? HighestRefused);

/// <summary>"Does it work here?": those enrolled compared with each other, and the scores of the last days.</summary>
public static class SiteCheck
{
    private const int Page = 10_000;

    /// <summary>Compares.</summary>
    /// <exception cref="CalibrationException">Too few are enrolled.</exception>
    public static async Task<SiteScores> RunAsync(EnrolledPopulation workforce, int days, TimeProvider time, Func<IReadOnlyList<LabelledEmbedding>, ComparisonScores> compare, CancellationToken cancellationToken)
    {
        var references = new List<LabelledEmbedding>();
        await workforce.Store.References.LoadAsync(
            workforce.Gallery.ModelHash, (r, embedding) => references.Add(new(r.Person.ToString(), r.Id.ToString(), embedding.ToArray())), cancellationToken);
        if (references.Count == 0)
            throw new CalibrationException("Nobody is enrolled: there is nothing to compare yet.");
        var scores = compare(references);
        var threshold = workforce.Points.Threshold(workforce.Gallery.References);
        var (granted, refused) = await EventsAsync(workforce.Store, time.GetUtcNow().AddDays(-days), cancellationToken);
        var (top, bottom) = (scores.NonMated.Extremes[0], scores.Mated.Extremes[0]);
        return new(
            workforce.Gallery.People, references.Count, threshold, scores.NonMated.Count, top.Score,
            [.. new[] { top.First, top.Second }.Select(i => Name(workforce, references[i].Subject))], scores.NonMated.ErrorsAt(threshold),
            scores.Mated.Count, bottom.Score, scores.Mated.ErrorsAt(threshold),
            days, granted.Count, granted.Count > 0 ? granted.Min() : null, refused.Count, refused.Count > 0 ? refused.Max() : null);
    }

    private static string Name(EnrolledPopulation workforce, string person) => workforce.NameOf(new(Guid.Parse(person))) ?? person;

    private static async Task<(List<double> Granted, List<double> Refused)> EventsAsync(KioskStore store, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var (granted, refused) = (new List<double>(), new List<double>());
        AccessEvent? before = null;
        do
        {
            var page = await store.Events.QueryAsync(new() { From = from, Before = before, Limit = Page }, cancellationToken);
            foreach (var happened in page)
            {
                if (happened is not { Score: { } score, Threshold: { } threshold })
                    continue;
                if (happened.Code == EventCodes.AccessGranted)
                    granted.Add(score);
                else if (score < threshold)
                    refused.Add(score);
            }
            before = page.Count == Page ? page[^1] : null;
        }
        while (before is not null);
        return (granted, refused);
    }
}
