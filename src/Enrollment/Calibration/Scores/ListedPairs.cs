using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Matching;

namespace AccessKiosk.Enrollment.Calibration.Scores;

/// <summary>Compares the pairs of a list.</summary>
public static class ListedPairs
{
    /// <summary>
    /// Scores of the listed pairs, by fold. An image without a face cannot match: its pairs score -1, so that failures
    /// to find a face count as the errors they are.
    /// </summary>
    /// <exception cref="CalibrationException">The list is empty, has mated or non-mated pairs only, or names an image that is not given.</exception>
    public static ComparisonScores Compare(IReadOnlyList<LabelledEmbedding> images, IReadOnlyList<LfwPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(pairs);
        if (!pairs.Any(p => p.Mated) || pairs.All(p => p.Mated))
            throw new CalibrationException("The list must hold mated and non-mated pairs.");
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < images.Count; i++)
        {
            if (!positions.TryAdd(images[i].Image, i))
                throw new CalibrationException($"Image {images[i].Image} is given twice.");
        }
        var scores = new ScoreAccumulator(pairs.Max(p => p.Fold) + 1);
        foreach (var pair in pairs)
        {
            var (first, second) = (Position(pair.First), Position(pair.Second));
            scores.Offer(new(Score(images[first], images[second]), first, second), pair.Mated, pair.Fold);
        }
        return scores.ToScores();

        int Position(string image) => positions.TryGetValue(image, out var position)
            ? position
            : throw new CalibrationException($"The list names image {image}, which is not among the images.");
    }

    private static float Score(in LabelledEmbedding a, in LabelledEmbedding b) =>
        a.Detected && b.Detected ? UnitVector.Score(a.Vector.Span, b.Vector.Span) : -1;
}
