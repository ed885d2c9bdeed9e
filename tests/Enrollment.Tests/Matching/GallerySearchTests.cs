using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Storage;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AccessKiosk.Enrollment.Tests.Matching;

public sealed class GallerySearchTests
{
    /// <summary>A gallery to build: shapes that a quantiser could stumble over are among them.</summary>
    public sealed record Trial(int Seed, int References, int People, int Dimension, int Wanted, int Shape, int Threads);

    private static Arbitrary<Trial> Cases() => (
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from references in Gen.Frequency((3, Gen.Choose(1, 60)), (1, Gen.Choose(1000, 3100)))
        from people in Gen.Choose(1, references)
        from dimension in Gen.Elements(1, 3, 64, 100, 128, 512)
        from wanted in Gen.Choose(1, 12)
        from shape in Gen.Choose(0, 4)
        from threads in Gen.Choose(1, 3)
        select new Trial(seed, references, people, dimension, wanted, shape, threads)).ToArbitrary();

    [Property(MaxTest = 150)]
    public Property Answers_are_those_of_comparing_with_every_reference_in_double_precision() =>
        Prop.ForAll(Cases(), c =>
        {
            var random = new Random(c.Seed);
            var references = Enumerable.Range(0, c.References)
                .Select(i => Synthetic.Reference(
                    Synthetic.Person(i < c.People ? i : random.Next(c.People)), Shaped(c.Shape, c.Dimension, random)))
                .ToArray();
            var gallery = new Gallery(new()
            {
                ModelHash = Synthetic.Model, Dimension = c.Dimension, MaxThreads = c.Threads, SingleThreadBelow = 1500,
            });
            gallery.Load(references);
            var probe = random.Next(2) == 0
                ? Shaped(c.Shape, c.Dimension, random)
                : Synthetic.Near(references[random.Next(c.References)].Vector.ToArray(), 0.9f, random);

            var found = new Candidate[c.Wanted];
            var count = gallery.Search(probe, found);

            AssertSameAsNaive(references, probe, found.AsSpan(0, count), c.Wanted);
        });

    [Fact]
    public void A_close_call_that_the_coarse_pass_cannot_decide_is_decided_right()
    {
        // Fifty references 2e-6 apart, each rounded in its own way: a coarse score errs by some hundred times as much.
        var random = new Random(3);
        var probe = Synthetic.Unit(random);
        var references = Enumerable.Range(0, 50)
            .Select(i => Synthetic.Reference(Synthetic.Person(i), Synthetic.Exactly(0.8 + i * 2e-6, probe, random)))
            .OrderBy(_ => random.Next()).ToArray();
        var gallery = Loaded(references);
        var best = new Candidate[3];

        gallery.Search(probe, best);

        AssertSameAsNaive(references, probe, best, 3);
        Assert.Equal(Synthetic.Person(49), best[0].Person);
    }

    [Fact]
    public void A_person_counts_once_with_the_best_of_their_references()
    {
        var random = new Random(1);
        var probe = Synthetic.Unit(random);
        GalleryReference[] references =
        [
            .. Enumerable.Range(0, 5).Select(i => Synthetic.Reference(Synthetic.Person(1), Synthetic.Near(probe, 0.5f + 0.05f * i, random))),
            Synthetic.Reference(Synthetic.Person(2), Synthetic.Near(probe, 0.3f, random)),
        ];
        var best = new Candidate[4];

        var count = Loaded(references).Search(probe, best);

        Assert.Equal(2, count);
        Assert.Equal(Synthetic.Person(1), best[0].Person);
        Assert.Equal(references.Take(5).MaxBy(r => Naive(r, probe)).Id, best[0].Reference);
        Assert.Equal(Synthetic.Person(2), best[1].Person);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Equal_scores_come_in_the_order_of_ids_whatever_the_threads(int threads)
    {
        var vector = Synthetic.Unit(new Random(5));
        var gallery = new Gallery(new() { ModelHash = Synthetic.Model, MaxThreads = threads, SingleThreadBelow = 0 });
        gallery.Load(Enumerable.Range(0, 5000).Reverse().Select(i => Synthetic.Reference(Synthetic.Person(i), vector)));
        var best = new Candidate[3];

        gallery.Search(vector, best);

        Assert.Equal([Synthetic.Person(0), Synthetic.Person(1), Synthetic.Person(2)], best.Select(c => c.Person));
    }

    [Fact]
    public void An_empty_gallery_and_an_empty_wish_find_no_one()
    {
        var probe = Synthetic.Unit(new Random(1));
        Assert.Equal(0, Loaded([]).Search(probe, new Candidate[1]));
        Assert.Equal(0, Loaded([Synthetic.Reference(Synthetic.Person(1), probe)]).Search(probe, []));
    }

    [Fact]
    public void A_search_allocates_nothing_once_warm()
    {
        var random = new Random(2);
        var gallery = new Gallery(new() { ModelHash = Synthetic.Model, SingleThreadBelow = 0 });
        gallery.Load(Enumerable.Range(0, 6000).Select(i => Synthetic.Reference(Synthetic.Person(i), Synthetic.Unit(random))));
        var probe = Synthetic.Unit(random);
        Span<Candidate> best = stackalloc Candidate[5];
        for (var i = 0; i < 200; i++)
            gallery.Search(probe, best);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            gallery.Search(probe, best);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(511)]
    [InlineData(513)]
    public void A_probe_of_another_dimension_is_refused(int dimension)
    {
        var gallery = Loaded([Synthetic.Reference(Synthetic.Person(1), Synthetic.Unit(new Random(1)))]);
        var e = Assert.Throws<ArgumentException>(() => gallery.Search(Synthetic.Unit(new Random(1), dimension), new Candidate[1]));
        Assert.Contains($"{dimension} components", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2f)]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_probe_that_is_not_a_unit_vector_is_refused(float factor)
    {
        var vector = Synthetic.Unit(new Random(1));
        var gallery = Loaded([Synthetic.Reference(Synthetic.Person(1), vector)]);
        float[] bad = [.. vector.Select(x => x * factor)];
        var e = Assert.Throws<ArgumentException>(() => gallery.Search(bad, new Candidate[1]));
        Assert.Contains("normalised", e.Message, StringComparison.Ordinal);
    }

    private static Gallery Loaded(IEnumerable<GalleryReference> references)
    {
        var gallery = new Gallery(new() { ModelHash = Synthetic.Model });
        gallery.Load(references);
        return gallery;
    }

    // 0 spread, 1 one dominating component, 2 sparse, 3 all equal up to sign, 4 clustered.
    private static float[] Shaped(int shape, int dimension, Random random)
    {
        var v = Synthetic.Unit(random, dimension);
        if (shape == 1)
            v[random.Next(dimension)] += 3;
        if (shape == 2)
            v = [.. v.Select((x, i) => i % 7 == 0 || dimension < 8 ? x : 0)];
        if (shape == 3)
            v = [.. v.Select(x => x < 0 ? -1f : 1f)];
        if (shape == 4)
            v = [.. v.Zip(Synthetic.Unit(new Random(1), dimension), (a, b) => 0.05f * a + b)];
        return Synthetic.Normalised(v);
    }

    private static double Naive(in GalleryReference reference, float[] probe)
    {
        var sum = 0.0;
        for (var i = 0; i < probe.Length; i++)
            sum += (double)reference.Vector.Span[i] * probe[i];
        return sum;
    }

    private static void AssertSameAsNaive(
        GalleryReference[] references, float[] probe, ReadOnlySpan<Candidate> found, int wanted)
    {
        const double SinglePrecision = 1e-6;
        var scores = references.ToDictionary(r => r.Id, r => (r.Person, Score: Naive(r, probe)));
        var naive = scores.Values.GroupBy(r => r.Person).ToDictionary(g => g.Key, g => g.Max(r => r.Score));
        var ranked = naive.Values.OrderDescending().ToArray();
        Assert.Equal(Math.Min(wanted, naive.Count), found.Length);
        var people = new HashSet<PersonId>();
        for (var i = 0; i < found.Length; i++)
        {
            Assert.True(people.Add(found[i].Person));
            Assert.Equal(scores[found[i].Reference].Person, found[i].Person);
            Assert.Equal(scores[found[i].Reference].Score, found[i].Score, SinglePrecision);
            Assert.Equal(naive[found[i].Person], found[i].Score, SinglePrecision);
            Assert.Equal(ranked[i], found[i].Score, SinglePrecision);
        }
    }
}
