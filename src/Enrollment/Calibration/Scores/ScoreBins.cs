namespace AccessKiosk.Enrollment.Calibration.Scores;

/// <summary>Fine bins over the scores -1 to 1; a bin holds scores from its lower edge up to the next one's.</summary>
internal static class ScoreBins
{
    public const int Count = 1 << 16;

    /// <summary>Width of a bin: the resolution of thresholds where exact scores are not kept.</summary>
    public const double Width = 2.0 / Count;

    public static int Of(float score) => Math.Clamp((int)((score + 1.0) / Width), 0, Count - 1);

    /// <summary>Lower edge of a bin; exact in single precision.</summary>
    public static float Edge(int bin) => (float)(bin * Width - 1);
}
