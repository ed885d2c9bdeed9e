namespace AccessKiosk.Vision.Imaging.Formats;

/// <summary>The kinds of picture files that are read and written.</summary>
public enum ImageFormat
{
    /// <summary>JPEG, any colour space, baseline or progressive.</summary>
    Jpeg,

    /// <summary>PNG, any depth.</summary>
    Png,

    /// <summary>WebP, still pictures.</summary>
    WebP,
}
