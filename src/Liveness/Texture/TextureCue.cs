using AccessKiosk.Liveness.Cues;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Liveness.Texture;

/// <summary>
/// The texture network's log-odds, averaged over the track by quality. Blur and darkness push live people down, so poor
/// pictures count less and never decide alone.
/// </summary>
internal sealed class TextureCue(TextureNetwork network)
{
    // A poor picture is still better than none.
    private const float LeastLight = 0.1f;
    private const double LeastWeight = 0.05;

    // Time counts in full from two thirds of the best picture's weight on.
    private const double PerWeight = 1.5;

    private double _sum, _weight, _seconds;

    /// <summary>Adds a frame.</summary>
    /// <param name="logit">Log-odds of live.</param>
    /// <param name="quality">The picture's quality.</param>
    /// <param name="seconds">Time since the frame before.</param>
    public void Add(float logit, in FaceQuality quality, double seconds)
    {
        var sharp = quality.Sharpness / (quality.Sharpness + network.HalfSharpness);
        var lit = Math.Clamp((quality.Brightness - network.Dark) / (network.Lit - network.Dark), LeastLight, 1);
        var weight = Math.Max(LeastWeight, sharp * lit * quality.Inside);
        _sum += weight * Math.Clamp(logit, -network.MaxLogOdds, network.MaxLogOdds);
        _weight += weight;
        _seconds += seconds * Math.Min(1, weight * PerWeight);
    }

    /// <summary>What the track's texture says so far: frames of one second say nearly the same, so more of them make it no surer; more seconds do.</summary>
    public CueReading Read() =>
        _weight <= 0 ? CueReading.CannotTell : new((float)(_sum / _weight), (float)Math.Min(1, network.FirstConfidence + _seconds / network.FullSeconds));

    /// <summary>Forgets the track.</summary>
    public void Reset() => (_sum, _weight, _seconds) = (0, 0, 0);
}
