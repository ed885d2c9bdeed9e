using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Web.Setup;

/// <summary>One line of the camera's page: how far something is as it should be.</summary>
/// <param name="Id">aim, size, light, contrast or sharp.</param>
/// <param name="Share">0 to 1: a full bar is as good as it gets.</param>
/// <param name="State">good, warn or bad.</param>
/// <param name="Words">What to do.</param>
internal sealed record CameraReading(string Id, float Share, string State, string Words)
{
    // Of a face's box, the distance between the eyes.
    private const float Eyes = 0.4f;
    private const float GoodEyes = 40;
    private const float DarkFace = 70;
    private const float BrightFace = 200;

    /// <summary>The lines while nobody stands there.</summary>
    public static IReadOnlyList<CameraReading> Nobody { get; } = [new("aim", 0, "warn", "Stand before the camera, where people will stand.")];

    /// <summary>The lines for a face, by the limits that enrolment and door hold it to.</summary>
    /// <param name="face">The face in the picture.</param>
    /// <param name="width">The picture's width, pixels.</param>
    /// <param name="height">The picture's height, pixels.</param>
    /// <param name="measures">What was measured of it.</param>
    /// <param name="limits">The limits.</param>
    public static IReadOnlyList<CameraReading> Of(in Box face, int width, int height, in RegionMeasures measures, QualityOptions limits) =>
        [Aim(face, width, height), Size(face.Width * Eyes, limits), Light(measures.Mean, limits), Contrast(measures.StandardDeviation, limits), Sharp(measures.Sharpness, limits)];

    private static CameraReading Aim(in Box face, int width, int height)
    {
        var (across, down) = (face.Center.X / width - 0.5f, face.Center.Y / height - 0.5f);
        var share = Math.Clamp(1 - 2 * MathF.Max(MathF.Abs(across), MathF.Abs(down)), 0, 1);
        var words = (across, down) switch
        {
            (_, < -0.2f) => "The face is high in the picture: tilt the camera up, or mount it higher.",
            (_, > 0.2f) => "The face is low in the picture: tilt the camera down, or mount it lower.",
            ( < -0.25f or > 0.25f, _) => "The face is far from the middle: turn the camera.",
            _ => "The face is in the middle.",
        };
        return new("aim", share, share >= 0.5f ? "good" : "warn", words);
    }

    private static CameraReading Size(float eyes, QualityOptions limits) => new(
        "size", Math.Clamp(eyes / (1.5f * GoodEyes), 0, 1),
        eyes < limits.MinEyeDistance ? "bad" : eyes < GoodEyes ? "warn" : "good",
        eyes < limits.MinEyeDistance ? "Too small: come nearer, or mount the camera nearer." : eyes < GoodEyes ? "It works; nearer is better." : "Large enough.");

    private static CameraReading Light(float mean, QualityOptions limits) => new(
        "light", Math.Clamp(mean / 255, 0, 1),
        mean < limits.MinBrightness || mean > limits.MaxBrightness ? "bad" : mean is < DarkFace or > BrightFace ? "warn" : "good",
        mean < DarkFace ? "The face is dark: light it from the front." : mean > BrightFace ? "The face is very bright: less light, or shade." : "Well lit.");

    private static CameraReading Contrast(float deviation, QualityOptions limits) => new(
        "contrast", Math.Clamp(deviation / 60, 0, 1),
        deviation < limits.MinContrast ? "bad" : deviation < 2 * limits.MinContrast ? "warn" : "good",
        deviation < 2 * limits.MinContrast ? "The face looks flat: no window or lamp behind the person, light from the front." : "Clear.");

    private static CameraReading Sharp(float sharpness, QualityOptions limits) => new(
        "sharp", Math.Clamp(sharpness / (10 * limits.MinSharpness), 0, 1),
        sharpness < limits.MinSharpness ? "bad" : sharpness < 3 * limits.MinSharpness ? "warn" : "good",
        sharpness < limits.MinSharpness ? "Blurred: clean the lens, set the focus, more light." : sharpness < 3 * limits.MinSharpness ? "It works; a cleaner lens or more light helps." : "Sharp.");
}
