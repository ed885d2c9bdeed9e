using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Tests.Matching;

/// <summary>Made-up embeddings and people.</summary>
internal static class Synthetic
{
    public const string Model = "0123456789abcdef0123456789abcdef";

    public static float[] Unit(Random random, int dimension = 512)
    {
        var v = new float[dimension];
        for (var i = 0; i < dimension; i++)
            v[i] = (float)Gaussian(random);
        return Normalised(v);
    }

    /// <summary>A unit vector whose cosine with another is about <paramref name="score"/>.</summary>
    public static float[] Near(float[] other, float score, Random random)
    {
        var noise = Unit(random, other.Length);
        var side = MathF.Sqrt(1 - score * score);
        return Normalised([.. other.Zip(noise, (a, b) => score * a + side * b)]);
    }

    /// <summary>A unit vector in a random direction whose cosine with another is what is asked, to single precision.</summary>
    public static float[] Exactly(double score, float[] other, Random random)
    {
        var noise = Unit(random, other.Length);
        var along = noise.Zip(other, (a, b) => (double)a * b).Sum();
        double[] across = [.. noise.Zip(other, (a, b) => a - along * b)];
        var side = Math.Sqrt((1 - score * score) / across.Sum(x => x * x));
        return [.. other.Zip(across, (a, b) => (float)(score * a + side * b))];
    }

    public static float[] Normalised(float[] v)
    {
        var norm = Math.Sqrt(v.Sum(x => (double)x * x));
        return [.. v.Select(x => (float)(x / norm))];
    }

    public static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static PersonId Person(int i) => new(new Guid(i, 0, 0, new byte[8]));

    public static GalleryReference Reference(PersonId person, float[] vector, string model = Model) =>
        new(person, ReferenceId.New(), model, vector);
}
