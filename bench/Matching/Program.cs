using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using AccessKiosk.Bench.Matching;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Storage;

// Usage: FOLDER PEOPLE…   Times the gallery at each size, writes vectors and answers to FOLDER for the FAISS program,
// (at most 1,048,575 people) and prints one line a measurement: people, what, median ms, p95 ms, MB.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Dimension = SyntheticPeople.Dimension;
const int Probes = 64;
const int Top = 5;
const string Model = "synthetic";
var folder = args[0];
Directory.CreateDirectory(folder);

foreach (var people in args[1..].Select(int.Parse))
{
    var rounds = people > 200_000 ? 60 : 300;
    var vectors = new float[people * Dimension];
    var source = new SyntheticPeople(people);
    for (var i = 0; i < people; i++)
        source.Next(Row(vectors, i));
    var probes = new float[Probes * Dimension];
    for (var i = 0; i < Probes; i++)
    {
        if (i % 2 == 0)
            source.Mated(Row(vectors, people / Probes * i), Row(probes, i));
        else
            source.Next(Row(probes, i));
    }
    Write("vectors", MemoryMarshal.AsBytes<float>(vectors));
    Write("probes", MemoryMarshal.AsBytes<float>(probes));

    var best = new Candidate[Top];
    foreach (var threads in new[] { 1, 2 })
    {
        var gallery = new Gallery(new() { ModelHash = Model, MaxThreads = threads });
        gallery.Load(Enumerable.Range(0, people).Select(i => new GalleryReference(
            Person(i), ReferenceId.New(), Model, vectors.AsMemory(i * Dimension, Dimension))));
        var search = Timing.Of(rounds, i => gallery.Search(Row(probes, i % Probes), best));
        Print($"gallery, {threads} thread{(threads == 1 ? "" : "s")}", search, gallery.Bytes);
        if (threads == 1)
            continue;

        var answers = new Answer[Probes * Top];
        for (var i = 0; i < Probes; i++)
        {
            gallery.Search(Row(probes, i), best);
            for (var k = 0; k < Top; k++)
                answers[i * Top + k] = new(BitConverter.ToInt32(best[k].Person.Value.ToByteArray()), best[k].Score);
        }
        Write("answers", MemoryMarshal.AsBytes<Answer>(answers));
        var fresh = probes.AsMemory(0, Dimension);
        Print("add a person and take them out", Timing.Of(100, _ =>
        {
            gallery.Set(Person(people), [new(Person(people), ReferenceId.New(), Model, fresh)]);
            gallery.Remove(Person(people));
        }), 0);
        Print("give a person a new reference", Timing.Of(100, i =>
            gallery.Set(Person(people / 100 * i), [new(Person(people / 100 * i), ReferenceId.New(), Model, fresh)])), 0);
    }

    Print("plain loop of TensorPrimitives.Dot, 1 thread", Timing.Of(rounds, i =>
    {
        var probe = Row(probes, i % Probes);
        var (winner, highest) = (-1, float.MinValue);
        for (var j = 0; j < people; j++)
        {
            var score = TensorPrimitives.Dot(Row(vectors, j), probe);
            if (score > highest)
                (winner, highest) = (j, score);
        }
        GC.KeepAlive(winner);
    }), 4L * vectors.LongLength);

    void Print(string what, Timing time, long bytes) =>
        Console.WriteLine($"{people}\t{what}\t{time.Median:f3}\t{time.P95:f3}\t{bytes / 1e6:f1}");

    void Write(string name, ReadOnlySpan<byte> bytes)
    {
        using var file = File.Create(Path.Combine(folder, $"{name}-{people}.bin"));
        file.Write(bytes);
    }
}

static Span<float> Row(float[] vectors, int i) => vectors.AsSpan(i * Dimension, Dimension);

static PersonId Person(int i) => new(new Guid(i, 0, 0, new byte[8]));
