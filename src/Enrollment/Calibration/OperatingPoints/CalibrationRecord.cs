using System.Text.Json.Serialization;
using AccessKiosk.Enrollment.Calibration.Scores;
using AccessKiosk.Enrollment.Calibration.Statistics;

namespace AccessKiosk.Enrollment.Calibration.OperatingPoints;

/// <summary>Where calibration data came from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CalibrationOrigin>))]
public enum CalibrationOrigin
{
    /// <summary>Published data: makes a first start possible; the site's own camera and people may differ.</summary>
    [JsonStringEnumMemberName("publicData")]
    PublicData,

    /// <summary>The site's own images.</summary>
    [JsonStringEnumMemberName("site")]
    Site,
}

/// <summary>What was compared.</summary>
/// <param name="Description">The data in a person's words.</param>
/// <param name="People">People.</param>
/// <param name="Images">Images in which a face was found.</param>
/// <param name="Undetected">Images in which none was.</param>
/// <param name="MatedComparisons">Comparisons of a person with themselves.</param>
/// <param name="NonMatedComparisons">Comparisons of two people.</param>
/// <param name="Corrected">Images whose label was put right, or that were left out for it.</param>
public sealed record CalibrationData(
    string Description, int People, int Images, int Undetected, long MatedComparisons, long NonMatedComparisons, int Corrected = 0);

/// <summary>Errors at one threshold.</summary>
/// <param name="Threshold">A comparison at or above it is a match.</param>
/// <param name="FalseMatches">Non-mated comparisons at or above it.</param>
/// <param name="FalseNonMatches">Mated comparisons below it.</param>
public sealed record DistributionPoint(float Threshold, long FalseMatches, long FalseNonMatches);

/// <summary>Errors at the threshold for one false match rate.</summary>
/// <param name="WantedFmr">The rate wanted.</param>
/// <param name="Threshold">The threshold for it.</param>
/// <param name="Fmr">False matches seen there.</param>
/// <param name="Fnmr">False non-matches seen there.</param>
/// <param name="Extrapolated">Whether the threshold comes from the fitted tail, for want of comparisons.</param>
public sealed record ErrorsAtFmr(double WantedFmr, float Threshold, ErrorRate Fmr, ErrorRate Fnmr, bool Extrapolated);

/// <summary>Scores counted in equal bins from -1 to 1.</summary>
public sealed record ScoreHistogram(IReadOnlyList<long> Mated, IReadOnlyList<long> NonMated);

/// <summary>
/// How the scores of one embedding model behave: everything that a threshold for any gallery is computed from. Holds no
/// biometric data and no name. Written as JSON; the format is described in <c>docs/calibration.md</c>.
/// </summary>
public sealed record CalibrationRecord
{
    /// <summary>The format that this version writes.</summary>
    public const string CurrentSchema = "accesskiosk.calibration/1";

    /// <summary>The record's format.</summary>
    public required string Schema { get; init; }

    /// <summary>Hash of the embedding model whose scores these are.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Where the data came from.</summary>
    public required CalibrationOrigin Origin { get; init; }

    /// <summary>What was compared.</summary>
    public required CalibrationData Data { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The program and version that measured it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Area under the ROC.</summary>
    public required double Auc { get; init; }

    /// <summary>Equal error rate.</summary>
    public required double Eer { get; init; }

    /// <summary>Errors at the usual false match rates, 1e-2 to 1e-6.</summary>
    public required IReadOnlyList<ErrorsAtFmr> AtFmr { get; init; }

    /// <summary>Errors over thresholds, ascending; dense enough that neighbours differ by at most 6 % in FMR.</summary>
    public required IReadOnlyList<DistributionPoint> Distribution { get; init; }

    /// <summary>The fitted tail; absent with too few comparisons.</summary>
    public ScoreTail? Tail { get; init; }

    /// <summary>For pictures.</summary>
    public required ScoreHistogram Histogram { get; init; }

    /// <summary>What a reader should know before trusting the figures.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
