using System.Numerics.Tensors;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Tests;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Tests.Renewal;

/// <summary>A person enrolled a hundred days ago, and matches at the door since.</summary>
internal sealed class RenewalRig : IAsyncDisposable
{
    public const float Threshold = 0.5f;
    public const float Strict = 0.57f;
    private const int Dimension = 512;

    private RenewalRig(TestStore home, KioskStore store, Person person, float[] face) =>
        (Home, Store, Person, Face) = (home, store, person, face);

    public TestStore Home { get; }

    public KioskStore Store { get; }

    public Person Person { get; private set; }

    /// <summary>The face that was enrolled, as a direction.</summary>
    public float[] Face { get; }

    public RenewalOptions Options { get; } = new() { Enabled = true };

    public static async Task<RenewalRig> CreateAsync(int seed = 1)
    {
        var home = new TestStore();
        var store = await home.OpenAsync();
        var face = Unit(new Random(seed));
        // Captures of one sitting scatter about the face.
        var references = Enumerable.Range(0, 3).Select(i =>
            new NewReference(Towards(face, Unit(new Random(seed * 1000 + i)), 0.3f), TestStore.Model, 0.8f, home.Time.GetUtcNow(), "camera"));
        var person = await store.People.EnrolAsync(new NewEnrollment(new() { Name = "Ada" }, TestStore.Granted, [.. references]), TestStore.By, TestStore.Token);
        home.Time.Advance(TimeSpan.FromDays(100));
        return new(home, store, person, face);
    }

    /// <summary>A match with this face, good in every other respect.</summary>
    public RenewalCandidate Candidate(float[] embedding) => new()
    {
        Person = Person.Id,
        Embedding = embedding,
        ModelHash = TestStore.Model,
        Score = 0.7f,
        Threshold = Threshold,
        StrictThreshold = Strict,
        Liveness = 0.99f,
        ChallengePassed = false,
        Frames = 16,
        Quality = 0.8f,
        CapturedAt = Home.Time.GetUtcNow(),
    };

    /// <summary>The face with some years on it: alike, but not the same.</summary>
    public float[] Older(int seed = 77, float by = 0.6f) => Towards(Face, Unit(new Random(seed)), by);

    public Task<RenewalAnswer> OfferAsync(float[] embedding) => Store.Renewals.OfferAsync(Candidate(embedding), Options, TestStore.Token);

    public Task<ReferenceId> AcceptAsync() => Store.Renewals.AcceptAsync(Person.Id, Options, Strict, TestStore.By, TestStore.Token);

    /// <summary>Every reference with its embedding.</summary>
    public async Task<IReadOnlyList<(StoredReference Reference, float[] Embedding)>> ReferencesAsync()
    {
        var all = new List<(StoredReference, float[])>();
        await Store.References.LoadAsync(Person.Id, TestStore.Model, (reference, embedding) => all.Add((reference, embedding.ToArray())), TestStore.Token);
        return all;
    }

    public async Task<IReadOnlyList<string>> ActionsAsync() =>
        [.. (await Store.Audit.ListAsync(Person.Id.ToString(), cancellationToken: TestStore.Token)).Select(entry => entry.Action)];

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Home.DisposeAsync();
    }

    public static float Score(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => TensorPrimitives.Dot(a, b);

    public static float[] Unit(Random random)
    {
        var vector = new float[Dimension];
        for (var i = 0; i < vector.Length; i++)
            vector[i] = random.NextSingle() - 0.5f;
        return Normal(vector);
    }

    /// <summary>The unit vector on the way from one to another; 0: the first, 1: half way between them.</summary>
    public static float[] Towards(float[] from, float[] to, float by)
    {
        var vector = new float[from.Length];
        TensorPrimitives.MultiplyAdd(to, by, from, vector);
        return Normal(vector);
    }

    private static float[] Normal(float[] vector)
    {
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
