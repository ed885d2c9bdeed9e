using System.Numerics.Tensors;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Matching;

namespace AccessKiosk.Enrollment.Calibration.Scores;

/// <summary>Compares every image with every other.</summary>
public static class AllPairs
{
    // Two tiles of 512-component rows stay in a core's second-level cache.
    private const int Tile = 192;
    private const int Folds = 10;

    /// <summary>Scores of all pairs of images in which a face was found; memory does not grow with the pairs.</summary>
    /// <param name="images">The data; images without a face are left out.</param>
    /// <param name="threads">Threads to use at most.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancel">Stops early.</param>
    /// <exception cref="CalibrationException">Fewer than two people, or no person with two images.</exception>
    public static ComparisonScores Compare(
        IReadOnlyList<LabelledEmbedding> images, int threads = 2, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        var positions = Enumerable.Range(0, images.Count).Where(i => images[i].Detected).ToArray();
        var subjects = Subjects(images, positions);
        var dimension = images[positions[0]].Vector.Length;
        foreach (var i in positions)
            UnitVector.Require(images[i].Vector.Span, dimension, images[i].Image);

        var tiles = (positions.Length + Tile - 1) / Tile;
        var work = Enumerable.Range(0, tiles).SelectMany(a => Enumerable.Range(a, tiles - a).Select(b => (a, b))).ToArray();
        var total = new ScoreAccumulator(Folds);
        var done = 0;
        Parallel.ForEach(
            work,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel },
            () => new ScoreAccumulator(Folds),
            (tile, _, scores) =>
            {
                CompareTiles(tile.a, tile.b, scores);
                progress?.Report((double)Interlocked.Increment(ref done) / work.Length);
                return scores;
            },
            scores =>
            {
                lock (total)
                    total.Add(scores);
            });
        return total.ToScores();

        void CompareTiles(int a, int b, ScoreAccumulator scores)
        {
            var rows = Math.Min(positions.Length, (a + 1) * Tile);
            var columns = Math.Min(positions.Length, (b + 1) * Tile);
            for (var i = a * Tile; i < rows; i++)
            {
                var probe = images[positions[i]].Vector.Span;
                for (var j = Math.Max(b * Tile, i + 1); j < columns; j++)
                {
                    var score = TensorPrimitives.Dot(probe, images[positions[j]].Vector.Span);
                    scores.Offer(new(score, positions[i], positions[j]), subjects[i] == subjects[j], subjects[i] % Folds);
                }
            }
        }
    }

    private static int[] Subjects(IReadOnlyList<LabelledEmbedding> images, int[] positions)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var subjects = Array.ConvertAll(positions, i =>
        {
            if (!numbers.TryGetValue(images[i].Subject, out var number))
                numbers.Add(images[i].Subject, number = numbers.Count);
            return number;
        });
        if (numbers.Count < 2)
            throw new CalibrationException($"Images of {numbers.Count} people with a face found; at least two people are needed to compare strangers.");
        if (numbers.Count == positions.Length)
            throw new CalibrationException("No person has two images with a face found; at least one is needed to compare a person with themselves.");
        return subjects;
    }
}
