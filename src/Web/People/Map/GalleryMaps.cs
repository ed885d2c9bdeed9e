using AccessKiosk.Enrollment.Insight;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Recognition;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.People.Map;

/// <summary>What the events of the last weeks say about people who were let in by their face.</summary>
/// <param name="Doors">The door of each one's last passage.</param>
/// <param name="JustRecognised">People whom the doors mostly recognise only just.</param>
internal sealed record MapPassages(IReadOnlyDictionary<PersonId, string> Doors, IReadOnlyList<PersonId> JustRecognised);

/// <summary>The map of the gallery for the staff: drawn once for all who look within some minutes, one at a time, and noted in the audit at each look.</summary>
internal sealed class GalleryMaps(EnrolledPopulation population, RecognitionOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Days of events that count.</summary>
    public const int Days = 30;

    private const int MostEvents = 10_000;
    private const int FewestPassages = 3;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1);
    private Kept? _kept;

    /// <summary>The map, for an operator.</summary>
    /// <param name="by">Who looks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<GalleryMap> LookAsync(string by, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var edits = population.Gallery.Edits;
            if (_kept is not { } kept || kept.Edits != edits || kept.Until <= time.GetTimestamp())
                _kept = kept = new(edits, time.GetTimestamp() + (long)(KeptFor.TotalSeconds * time.TimestampFrequency), await new GalleryMapper(population).DrawAsync(options.MinMargin, cancellationToken));
            // Before anything is shown.
            await population.Store.Audit.AppendAsync(by, "people.mapped", null, new { people = kept.Map.People, references = kept.Map.Points.Count }, cancellationToken);
            return kept.Map;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Passages by face of the last days, the newest <see cref="MostEvents"/> of them.</summary>
    public async Task<MapPassages> PassagesAsync(CancellationToken cancellationToken)
    {
        var events = await population.Store.Events.QueryAsync(new() { Kind = EventCodes.AccessGranted.Name, From = time.GetUtcNow() - TimeSpan.FromDays(Days), Limit = MostEvents }, cancellationToken);
        var doors = new Dictionary<PersonId, string>();
        var leads = new Dictionary<PersonId, List<double>>();
        foreach (var happened in events)
        {
            if (happened is not { Person: { } person, Score: { } score, Threshold: { } threshold })
                continue;
            // The newest comes first.
            doors.TryAdd(person, happened.Door ?? "");
            if (!leads.TryGetValue(person, out var list))
                leads[person] = list = [];
            list.Add(score - threshold);
        }

        return new(doors, [.. leads.Where(one => one.Value.Count >= FewestPassages).Select(one => (one.Key, Lead: one.Value.Order().ElementAt(one.Value.Count / 2)))
            .Where(one => one.Lead < options.MinMargin).OrderBy(one => one.Lead).Take(GalleryMapper.MostListed).Select(one => one.Key)]);
    }

    public void Dispose() => _one.Dispose();

    private sealed record Kept(long Edits, long Until, GalleryMap Map);
}
