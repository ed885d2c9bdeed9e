using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Vision.Quality;

/// <summary>Measures a face picture before its mesh is fitted.</summary>
internal static class PictureQuality
{
    public static FaceQuality Measure(Image image, in Box face, in FivePoints points)
    {
        var inside = face.ShareInside(image.Width, image.Height);
        if (inside <= 0)
            return default;
        var region = ImageOps.Measure(image, face);
        return new()
        {
            EyeDistance = points.FrontalEyeDistance,
            Inside = inside,
            Sharpness = region.Sharpness,
            Brightness = region.Mean,
            Contrast = region.StandardDeviation,
        };
    }
}
