using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Storage;
using FsCheck.Xunit;

namespace AccessKiosk.Enrollment.Tests.Matching;

public sealed class GalleryChangeTests
{
    private const int Dimension = 64;

    private static Gallery Small() => new(new() { ModelHash = Synthetic.Model, Dimension = Dimension, SingleThreadBelow = 500 });

    [Property(MaxTest = 60)]
    public void Any_run_of_changes_leaves_what_a_dictionary_would_hold(int seed)
    {
        var random = new Random(seed);
        var gallery = Small();
        var expected = new Dictionary<PersonId, GalleryReference[]>();
        var start = Enumerable.Range(0, random.Next(3000)).Select(i => New(Synthetic.Person(random.Next(400)), random)).ToArray();
        gallery.Load(start);
        foreach (var group in start.GroupBy(r => r.Person))
            expected[group.Key] = [.. group];

        for (var change = 0; change < 40; change++)
        {
            var person = Synthetic.Person(random.Next(420));
            if (random.Next(2) == 0)
            {
                Assert.Equal(expected.Remove(person), gallery.Remove(person));
            }
            else
            {
                expected[person] = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => New(person, random))];
                gallery.Set(person, expected[person]);
            }
            Assert.Equal(expected.Count, gallery.People);
            Assert.Equal(expected.Values.Sum(r => r.Length), gallery.References);
        }

        var all = new Candidate[500];
        var probe = Synthetic.Unit(random, Dimension);
        var count = gallery.Search(probe, all);
        Assert.Equal(expected.Count, count);
        Assert.All(all.Take(count), c =>
            Assert.Equal(expected[c.Person].Max(r => UnitVector.Score(r.Vector.Span, probe)), c.Score, 1e-6f));
        Assert.All(Enumerable.Range(0, 420).Select(Synthetic.Person), p => Assert.Equal(expected.ContainsKey(p), gallery.Contains(p)));
    }

    [Fact]
    public void A_reference_of_another_model_is_refused_and_changes_nothing()
    {
        var random = new Random(1);
        var gallery = Small();
        gallery.Load([New(Synthetic.Person(1), random)]);
        var foreign = Synthetic.Reference(Synthetic.Person(2), Synthetic.Unit(random, Dimension), "feedbeef00000000");

        var e = Assert.Throws<ForeignModelException>(() => gallery.Set(foreign.Person, [foreign]));
        Assert.Throws<ForeignModelException>(() => gallery.Load([New(Synthetic.Person(3), random), foreign]));

        Assert.Contains("feedbeef0000", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, gallery.People);
        Assert.True(gallery.Contains(Synthetic.Person(1)));
    }

    [Fact]
    public void References_that_are_not_unit_vectors_or_not_the_persons_are_refused()
    {
        var gallery = Small();
        var person = Synthetic.Person(1);
        Assert.Throws<ArgumentException>(() => gallery.Set(person, [Synthetic.Reference(person, new float[Dimension])]));
        Assert.Throws<ArgumentException>(() => gallery.Set(person, [New(Synthetic.Person(2), new Random(1))]));
        Assert.Throws<ArgumentException>(() => gallery.Set(person, []));
        Assert.Equal(0, gallery.References);
    }

    [Fact]
    public void Faults_of_the_options_are_reported_together()
    {
        var e = Assert.Throws<ArgumentException>(() =>
            new Gallery(new() { ModelHash = " ", Dimension = 0, MaxThreads = 0, SingleThreadBelow = -1 }));
        Assert.All(["ModelHash", "Dimension", "MaxThreads", "SingleThreadBelow"],
            name => Assert.Contains(name, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Searches_during_changes_see_whole_people_and_nothing_torn()
    {
        // Every reference of person i is the unit vector of axis i: a torn or stale slot gives a wrong score.
        var gallery = Small();
        gallery.Load(Enumerable.Range(0, 3000).Select(i => Axis(i)));
        using var stop = new CancellationTokenSource();
        var searches = 0L;
        var readers = Enumerable.Range(0, 3).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            var best = new Candidate[8];
            while (!stop.IsCancellationRequested)
            {
                var axis = random.Next(Dimension);
                var count = gallery.Search(Axis(axis).Vector.Span, best);
                Assert.Equal(best.Length, count);
                Assert.Equal(best.Length, best.Select(c => c.Person).Distinct().Count());
                foreach (var c in best)
                {
                    var own = BitConverter.ToInt32(c.Person.Value.ToByteArray()) % Dimension;
                    Assert.Equal(own == axis ? 1f : 0f, c.Score, 1e-6f);
                    Assert.Equal(axis, own);
                }
                Interlocked.Increment(ref searches);
            }
        })).ToArray();

        // More than half of each axis stays, so eight people with score 1 are always to be found.
        var writer = new Random(7);
        for (var i = 0; i < 3000 || Interlocked.Read(ref searches) < 300; i++)
        {
            var number = 1500 + writer.Next(1500);
            if (writer.Next(2) == 0)
                gallery.Remove(Synthetic.Person(number));
            else
                gallery.Set(Synthetic.Person(number), [.. Enumerable.Range(0, writer.Next(1, 4)).Select(_ => Axis(number))]);
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Property(MaxTest = 20)]
    public void What_a_search_in_progress_reads_never_changes(int seed)
    {
        var random = new Random(seed);
        var probe = Synthetic.Unit(random, Dimension);
        var snapshot = GallerySnapshot.Empty;
        List<(GallerySnapshot Snapshot, Candidate[] Slots)> past = [];
        for (var change = 0; change < 30; change++)
        {
            past.Add((snapshot, Slots(snapshot, probe)));
            // Shrinking and growing again across the end of a chunk is what writes over slots if anything does.
            var edit = new GalleryEdit(snapshot, Dimension);
            for (var i = random.Next(400); i > 0; i--)
                edit.Remove(Synthetic.Person(random.Next(600)));
            for (var i = random.Next(600); i > 0; i--)
                edit.Append(New(Synthetic.Person(random.Next(600)), random));
            snapshot = edit.ToSnapshot(0);
        }
        Assert.All(past, p => Assert.Equal(p.Slots, Slots(p.Snapshot, probe)));
    }

    private static Candidate[] Slots(GallerySnapshot snapshot, float[] probe) =>
        [.. snapshot.Chunks.SelectMany((chunk, i) => Enumerable.Range(0, snapshot.CountIn(i)).Select(slot => chunk.Candidate(slot, chunk.Score(slot, probe))))];

    private static GalleryReference New(PersonId person, Random random) =>
        Synthetic.Reference(person, Synthetic.Unit(random, Dimension));

    private static GalleryReference Axis(int number)
    {
        var vector = new float[Dimension];
        vector[number % Dimension] = 1;
        return Synthetic.Reference(Synthetic.Person(number), vector);
    }
}
