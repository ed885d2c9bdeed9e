using AccessKiosk.Liveness.Cues;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Liveness.Texture;

/// <summary>
/// The texture network's log-odds, averaged over the track by quality. Blur and darkness push live people down, so poor
/// pictures count less and never decide alone.
/// </summary>
internal sealed class TextureCue
{
    // Frames of one second say nearly the same: more of them do not make it surer, more seconds do.
    private const float FullSeconds = 2;
    private const float Limit = 8;

    private double _sum, _weight, _seconds;

    /// <summary>Adds a frame.</summary>
    /// <param name="logit">Log-odds of live.</param>
    /// <param name="quality">The picture's quality.</param>
    /// <param name="seconds">Time since the frame before.</param>
    public void Add(float logit, in FaceQuality quality, double seconds)
    {
        var sharp = quality.Sharpness / (quality.Sharpness + 30);
        var lit = Math.Clamp((quality.Brightness - 20) / 40, 0.1f, 1);
        var weight = Math.Max(0.05, sharp * lit * quality.Inside);
        _sum += weight * Math.Clamp(logit, -Limit, Limit);
        _weight += weight;
        _seconds += seconds * Math.Min(1, weight * 1.5);
    }

    /// <summary>What the track's texture says so far.</summary>
    public CueReading Read() =>
        _weight <= 0 ? CueReading.CannotTell : new((float)(_sum / _weight), (float)Math.Min(1, (0.25 + _seconds) / FullSeconds));

    /// <summary>Forgets the track.</summary>
    public void Reset() => (_sum, _weight, _seconds) = (0, 0, 0);
}
