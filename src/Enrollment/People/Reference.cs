using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.People;

/// <summary>A reference to be stored.</summary>
public sealed class NewReference
{
    private const int Shortest = 64;
    private const int Longest = 4096;

    /// <summary>A reference with its embedding; copies nothing, so leave the vector alone until it is stored.</summary>
    /// <param name="embedding">64 to 4,096 finite numbers, not all 0.</param>
    /// <param name="modelHash">SHA-256 of the embedder's file, 64 hexadecimal digits.</param>
    /// <param name="quality">The capture's quality, 0 to 1.</param>
    /// <param name="capturedAt">When the picture was taken.</param>
    /// <param name="source">Where it came from: <c>camera</c>, <c>import</c>, <c>picture</c>, <c>video</c>.</param>
    /// <param name="origin">Why it is stored.</param>
    public NewReference(
        ReadOnlyMemory<float> embedding,
        string modelHash,
        float quality,
        DateTimeOffset capturedAt,
        string source,
        ReferenceOrigin origin = ReferenceOrigin.Enrollment)
    {
        if (embedding.Length is < Shortest or > Longest)
            throw Check.Invalid($"An embedding of {embedding.Length} numbers is none: {Shortest} to {Longest} are expected.");
        var span = embedding.Span;
        if (!span.ContainsAnyExcept(0f))
            throw Check.Invalid("An embedding of zeros is none: the embedder failed.");
        foreach (var value in span)
        {
            if (!float.IsFinite(value))
                throw Check.Invalid("An embedding holds a number that is not finite: the embedder failed.");
        }

        if (!(quality >= 0 && quality <= 1))
            throw Check.Invalid("A reference's quality is between 0 and 1.");
        Embedding = embedding;
        ModelHash = Check.ModelHash(modelHash);
        Quality = quality;
        CapturedAt = capturedAt;
        Source = Check.Text(source, "a reference's source", 50);
        Origin = origin;
    }

    /// <summary>The embedding.</summary>
    public ReadOnlyMemory<float> Embedding { get; }

    /// <summary>SHA-256 of the embedder's file.</summary>
    public string ModelHash { get; }

    /// <summary>The capture's quality, 0 to 1.</summary>
    public float Quality { get; }

    /// <summary>When the picture was taken.</summary>
    public DateTimeOffset CapturedAt { get; }

    /// <summary>Where it came from.</summary>
    public string Source { get; }

    /// <summary>Why it is stored.</summary>
    public ReferenceOrigin Origin { get; }
}

/// <summary>A stored reference without its embedding.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Person">Whose.</param>
/// <param name="ModelHash">SHA-256 of the embedder's file; references of other models are never compared.</param>
/// <param name="Quality">The capture's quality, 0 to 1.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Origin">Why it is stored.</param>
/// <param name="CapturedAt">When the picture was taken.</param>
/// <param name="CreatedAt">When it was stored.</param>
public sealed record StoredReference(
    ReferenceId Id,
    PersonId Person,
    string ModelHash,
    float Quality,
    string Source,
    ReferenceOrigin Origin,
    DateTimeOffset CapturedAt,
    DateTimeOffset CreatedAt);

/// <summary>Takes one opened reference; the embedding's memory is wiped when the call returns.</summary>
public delegate void ReferenceVisitor(StoredReference reference, ReadOnlySpan<float> embedding);
