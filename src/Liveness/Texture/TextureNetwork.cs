using System.Text.Json.Serialization;

namespace AccessKiosk.Liveness.Texture;

/// <summary>
/// What the evidence assumes about the texture network: a part of the calibration record, so that another network needs
/// another record and no other program. How pixels are written for it (colours, scale) is in the model's own manifest.
/// </summary>
public sealed record TextureNetwork
{
    private const int LeastSide = 16, MostSide = 1024, MostClasses = 64;

    /// <summary>The model's name in the manifest.</summary>
    [JsonRequired]
    public string Model { get; init; } = "";

    /// <summary>SHA-256 of the model, lower-case hexadecimal.</summary>
    [JsonRequired]
    public string Sha256 { get; init; } = "";

    /// <summary>Side of its square input, in pixels.</summary>
    [JsonRequired]
    public int Side { get; init; }

    /// <summary>How many times as large as the face's box the part of the picture is that it sees.</summary>
    [JsonRequired]
    public float Crop { get; init; }

    /// <summary>How many classes it tells apart.</summary>
    [JsonRequired]
    public int Classes { get; init; }

    /// <summary>Which of them mean a live face; all others are attacks.</summary>
    [JsonRequired]
    public IReadOnlyList<int> Live { get; init; } = [];

    /// <summary>Log-odds, either way, beyond which one picture counts no more.</summary>
    [JsonRequired]
    public float MaxLogOdds { get; init; }

    /// <summary>Sharpness at which a picture counts half.</summary>
    [JsonRequired]
    public float HalfSharpness { get; init; }

    /// <summary>Mean grey level of the face up to which a picture counts least.</summary>
    [JsonRequired]
    public float Dark { get; init; }

    /// <summary>Mean grey level of the face from which a picture counts fully.</summary>
    [JsonRequired]
    public float Lit { get; init; }

    /// <summary>The confidence that one picture gives.</summary>
    [JsonRequired]
    public float FirstConfidence { get; init; }

    /// <summary>Seconds until the confidence is full.</summary>
    [JsonRequired]
    public float FullSeconds { get; init; }

    /// <summary>Whether the values are possible ones.</summary>
    [JsonIgnore]
    internal bool IsValid =>
        Side is >= LeastSide and <= MostSide && Crop is >= 1 and <= 10 && Classes is >= 2 and <= MostClasses
        && Live.Count > 0 && Live.Count < Classes && Live.All(c => c >= 0 && c < Classes) && Live.Distinct().Count() == Live.Count
        && MaxLogOdds is > 0 and <= 100 && HalfSharpness is >= 0 and <= 1e6f && Dark is >= 0 and <= 255 && Lit > Dark && Lit <= 255
        && FirstConfidence is >= 0 and <= 1 && FullSeconds is > 0 and <= 60;
}
