using System.Numerics;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Access.Lanes;

/// <summary>The picture that a reviewer sees of a suspected attack: the face with its surround, where a paper's edge or a hand shows.</summary>
public static class AlertPicture
{
    private const int Side = 320;
    private const float Surround = 2.7f;
    private const int Quality = 85;

    /// <summary>Cuts the picture out of a frame.</summary>
    public static byte[] Of(Image frame, in Box face)
    {
        var square = face.Square(Surround);
        var scale = Side / square.Width;
        using var picture = Image.Create(Side, Side);
        ImageOps.Warp(frame, picture, new Matrix3x2(scale, 0, 0, scale, -square.X * scale, -square.Y * scale));
        return ImageFile.Encode(picture, ImageFormat.Jpeg, Quality);
    }
}
