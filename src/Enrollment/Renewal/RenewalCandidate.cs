using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Renewal;

/// <summary>What a decision at the door offers as a newer reference.</summary>
public sealed class RenewalCandidate
{
    /// <summary>Who was identified.</summary>
    public required PersonId Person { get; init; }

    /// <summary>The mean embedding of the track, of length 1; wiped by its owner when the offer has been answered.</summary>
    public required ReadOnlyMemory<float> Embedding { get; init; }

    /// <summary>SHA-256 of the embedder's file.</summary>
    public required string ModelHash { get; init; }

    /// <summary>The comparison score that identified them.</summary>
    public required float Score { get; init; }

    /// <summary>The threshold that it was held against.</summary>
    public required float Threshold { get; init; }

    /// <summary>The stricter threshold at which the enrolment itself must be matched.</summary>
    public required float StrictThreshold { get; init; }

    /// <summary>Probability that the track is live, 0 to 1.</summary>
    public required float Liveness { get; init; }

    /// <summary>Whether the track passed a random challenge.</summary>
    public required bool ChallengePassed { get; init; }

    /// <summary>Good frames behind the embedding.</summary>
    public required int Frames { get; init; }

    /// <summary>Their mean quality, 0 to 1.</summary>
    public required float Quality { get; init; }

    /// <summary>When the track was seen.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>The person alone: an embedding must never reach a log.</summary>
    public override string ToString() => $"renewal candidate of {Person}";
}
