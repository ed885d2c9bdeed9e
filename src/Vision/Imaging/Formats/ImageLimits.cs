namespace AccessKiosk.Vision.Imaging.Formats;

/// <summary>How large a picture file may be; checked from its length and header, before anything is decoded.</summary>
/// <param name="MaxPixels">Most pixels, width × height.</param>
/// <param name="MaxBytes">Most bytes of the file.</param>
public readonly record struct ImageLimits(long MaxPixels, long MaxBytes)
{
    /// <summary>50 megapixels and 64 MB: above what cameras and phones give, small enough for an edge box.</summary>
    public static ImageLimits Default { get; } = new(50_000_000, 64L << 20);
}
