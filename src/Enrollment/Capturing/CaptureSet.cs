using System.Numerics.Tensors;

namespace AccessKiosk.Enrollment.Capturing;

/// <summary>
/// Chooses the captures that become references: the best by quality, apart in time, and all of one person. A capture
/// that disagrees with the others is dropped and named.
/// </summary>
public sealed class CaptureSet
{
    private readonly CaptureOptions _options;
    private readonly List<Capture> _offered = [];

    /// <summary>Creates an empty set.</summary>
    public CaptureSet(CaptureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>Captures offered so far.</summary>
    public int Offered => _offered.Count;

    /// <summary>Whether a capture would be kept, so that others need not be embedded.</summary>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="at">When in there.</param>
    /// <param name="weight">Its quality's weight.</param>
    public bool Wants(string origin, TimeSpan at, float weight) => Near(origin, at) is var near && (near < 0 || _offered[near].Quality.Weight < weight);

    /// <summary>Offers one capture; only the better of two that lie too close in time is kept.</summary>
    public void Offer(Capture capture)
    {
        ArgumentNullException.ThrowIfNull(capture);
        var near = Near(capture.Origin, capture.Timestamp);
        if (near < 0)
            _offered.Add(capture);
        else if (_offered[near].Quality.Weight < capture.Quality.Weight)
            _offered[near] = capture;
    }

    /// <summary>Takes the choice.</summary>
    /// <param name="minAgreement">Comparison score that two pictures of one person reach, from the calibration.</param>
    /// <returns>
    /// The chosen captures, best first, and those dropped because they show somebody else. Where no majority agrees, none
    /// is chosen: nobody could say whom the pictures are of.
    /// </returns>
    public CaptureChoice Choose(float minAgreement)
    {
        // The medoid, the capture that agrees best with all others, stands for the person.
        var medoid = _offered.MaxBy(c => _offered.Sum(other => Score(c, other)));
        if (medoid is null)
            return new([], []);
        var agreeing = _offered.ToLookup(c => ReferenceEquals(c, medoid) || Score(c, medoid) >= minAgreement);
        return 2 * agreeing[true].Count() > _offered.Count
            ? new([.. agreeing[true].OrderByDescending(c => c.Quality.Weight).Take(_options.Wanted)], [.. agreeing[false]])
            : new([], [.. _offered]);
    }

    private int Near(string origin, TimeSpan at)
    {
        var spacing = TimeSpan.FromSeconds(_options.Spacing);
        return _offered.FindIndex(c => string.Equals(c.Origin, origin, StringComparison.Ordinal) && (c.Timestamp - at).Duration() < spacing);
    }

    private static float Score(Capture a, Capture b) => TensorPrimitives.Dot(a.Embedding.Span, b.Embedding.Span);
}

/// <summary>What a set of captures came to.</summary>
/// <param name="Kept">The references to be, best first; empty where the captures show different people.</param>
/// <param name="Outliers">Captures that do not show the same person.</param>
public sealed record CaptureChoice(IReadOnlyList<Capture> Kept, IReadOnlyList<Capture> Outliers);
