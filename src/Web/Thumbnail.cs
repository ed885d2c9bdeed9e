using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Web;

/// <summary>A picture as small as a page shows it.</summary>
internal static class Thumbnail
{
    private const int Quality = 80;

    /// <summary>A JPEG of the picture, not larger than it is.</summary>
    /// <param name="picture">The picture; stays its owner's.</param>
    /// <param name="size">Pixels of the longer side at most.</param>
    public static byte[] Of(Image picture, int size)
    {
        var scale = Math.Min(1, size / (float)Math.Max(picture.Width, picture.Height));
        using var small = Image.Create(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
        ImageOps.Resize(picture, small);
        return ImageFile.Encode(small, ImageFormat.Jpeg, Quality);
    }
}
