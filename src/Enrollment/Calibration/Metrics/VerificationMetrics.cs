using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Scores;

namespace AccessKiosk.Enrollment.Calibration.Metrics;

/// <summary>Share of mated comparisons that match at a threshold.</summary>
public sealed record TrueMatchRate(double Tmr, float Threshold);

/// <summary>What <c>evaluate verification --json</c> prints; the fields are part of the command's contract.</summary>
/// <param name="Images">Images given.</param>
/// <param name="Undetected">Images in which no face was found.</param>
/// <param name="Pairs">Comparisons.</param>
/// <param name="Accuracy">Mean accuracy over folds, each at the threshold that is best on the others.</param>
/// <param name="AccuracyStd">Sample standard deviation of it over the folds.</param>
/// <param name="Auc">Area under the ROC.</param>
/// <param name="Eer">Equal error rate.</param>
/// <param name="TmrAtFmr">True match rate at the lowest threshold whose FMR is at most the key.</param>
/// <param name="MsPerImage">Mean time from image to embedding.</param>
/// <param name="MatedPairs">Comparisons of one person.</param>
/// <param name="NonMatedPairs">Comparisons of two people.</param>
public sealed record VerificationMetrics(
    int Images, int Undetected, long Pairs, double Accuracy, double AccuracyStd, double Auc, double Eer,
    IReadOnlyDictionary<string, TrueMatchRate> TmrAtFmr, double MsPerImage, long MatedPairs, long NonMatedPairs)
{
    /// <summary>The figures for a pairs list.</summary>
    public static VerificationMetrics OfList(IReadOnlyList<LabelledEmbedding> images, IReadOnlyList<LfwPair> pairs, double msPerImage)
    {
        var scores = ListedPairs.Compare(images, pairs);
        return Of(scores, images, msPerImage, lowestDecade: 3);
    }

    /// <summary>The figures for every image against every other.</summary>
    public static VerificationMetrics OfAllPairs(
        IReadOnlyList<LabelledEmbedding> images, double msPerImage, int threads = 2, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        var scores = AllPairs.Compare(images, threads, progress, cancel);
        return Of(scores, images, msPerImage, lowestDecade: 5);
    }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, MetricsJson.Default.VerificationMetrics);

    private static VerificationMetrics Of(ComparisonScores scores, IReadOnlyList<LabelledEmbedding> images, double msPerImage, int lowestDecade)
    {
        var (accuracy, deviation) = VerificationStatistics.Accuracy(scores);
        var rates = new Dictionary<string, TrueMatchRate>(StringComparer.Ordinal);
        for (var decade = 2; decade <= lowestDecade; decade++)
        {
            var threshold = scores.ThresholdAtFmr(Math.Pow(10, -decade));
            rates.Add(string.Create(CultureInfo.InvariantCulture, $"1e-{decade}"), new(1 - scores.Mated.ErrorsAt(threshold).Rate, threshold));
        }
        return new(
            images.Count, images.Count(i => !i.Detected), scores.Mated.Count + scores.NonMated.Count, accuracy, deviation,
            VerificationStatistics.Auc(scores), VerificationStatistics.Eer(scores), rates, msPerImage, scores.Mated.Count, scores.NonMated.Count);
    }
}

// On one line, with the names of a calibration record.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VerificationMetrics))]
[JsonSerializable(typeof(IdentificationMetrics))]
internal sealed partial class MetricsJson : JsonSerializerContext;
