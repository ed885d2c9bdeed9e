using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Insight;

/// <summary>Draws the map of the references that doors search now.</summary>
/// <param name="population">Everybody enrolled.</param>
public sealed class GalleryMapper(EnrolledPopulation population)
{
    /// <summary>References on a map at most; of a larger gallery some people are shown with all of theirs.</summary>
    public const int Most = 5000;

    /// <summary>Entries of a list at most.</summary>
    public const int MostListed = 20;

    /// <summary>Reads the references and compares each with each: seconds of one core for <see cref="Most"/>.</summary>
    /// <param name="margin">By how much the most alike person must lead at a door.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<GalleryMap> DrawAsync(float margin, CancellationToken cancellationToken)
    {
        var everyone = population.Gallery.Everyone();
        var people = new List<Shown>();
        var count = 0;
        // Identifiers are random: the first of them are no one's choice, and the same each time.
        foreach (var person in everyone.OrderBy(person => person.ToString(), StringComparer.Ordinal))
        {
            var shown = new Shown(person);
            await population.Store.References.LoadAsync(person, population.Gallery.ModelHash, (reference, embedding) => shown.Add(embedding.ToArray(), reference.Quality), cancellationToken);
            if (count + shown.Vectors.Count > Most)
                break;
            // Erased meanwhile: nobody.
            if (shown.Vectors.Count > 0)
                people.Add(shown);
            count += shown.Vectors.Count;
        }

        var different = await new DifferentPeople(population.Store).ListAsync(cancellationToken);
        // Off the request's thread, which others wait for too.
        try
        {
            return await Task.Run(() => Draw(people, everyone.Count, population.Points, margin, different, cancellationToken), cancellationToken);
        }
        finally
        {
            foreach (var vector in people.SelectMany(person => person.Vectors))
                Array.Clear(vector);
        }
    }

    private static GalleryMap Draw(
        IReadOnlyList<Shown> people, int all, ActiveCalibration points, float margin, IReadOnlySet<(PersonId First, PersonId Second)> different, CancellationToken cancellationToken)
    {
        var (places, share) = Projection.Of([.. people.SelectMany(person => person.Vectors)], cancellationToken);
        var drawn = people.SelectMany(person => person.Qualities.Select(quality => (person.Person, quality))).Zip(places, (one, place) => new MapPoint(one.Person, place.X, place.Y, one.quality)).ToList();
        var duplicate = points.DuplicateThreshold(Math.Max(1, drawn.Count));
        // A gallery too large for the calibration has no threshold: then only the likely duplicates are told.
        var near = Math.Min(duplicate, points.DoorThreshold(Math.Max(1, drawn.Count)) - margin);
        var pairs = Pairs(people, near, cancellationToken).Where(pair => !different.Contains(DifferentPeople.Pair(pair.First, pair.Second))).OrderByDescending(pair => pair.Score).ToList();
        return new(
            drawn, people.Count, all, share,
            [.. pairs.Where(pair => pair.Score >= duplicate).Take(MostListed)], [.. pairs.Where(pair => pair.Score < duplicate).Take(MostListed)],
            [.. people.Where(person => person.Vectors.Count > 1).Select(Worst).Where(one => one.Score < points.MinAgreement).OrderBy(one => one.Score).Take(MostListed)]);
    }

    private static IEnumerable<MapPair> Pairs(IReadOnlyList<Shown> people, float from, CancellationToken cancellationToken)
    {
        for (var i = 0; i < people.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var j = i + 1; j < people.Count; j++)
            {
                var score = Highest(people[i].Vectors, people[j].Vectors);
                if (score >= from)
                    yield return new(people[i].Person, people[j].Person, score);
            }
        }
    }

    private static float Highest(List<float[]> one, List<float[]> other)
    {
        var highest = -1f;
        foreach (var first in one)
            foreach (var second in other)
                highest = Math.Max(highest, UnitVector.Score(first, second));
        return highest;
    }

    private static MapOutlier Worst(Shown person) => new(
        person.Person, person.Vectors.Min(one => person.Vectors.Where(other => !ReferenceEquals(one, other)).Max(other => UnitVector.Score(one, other))), person.Vectors.Count);

    private sealed class Shown(PersonId person)
    {
        public PersonId Person => person;

        public List<float[]> Vectors { get; } = [];

        public List<float> Qualities { get; } = [];

        public void Add(float[] vector, float quality)
        {
            Vectors.Add(vector);
            Qualities.Add(quality);
        }
    }
}
