using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Simulation;

/// <summary>Makes a room without the person out of a picture with one: what is beside the person is mirrored into the middle.</summary>
public static class EmptyRoom
{
    // In widths and heights of the face from the brows to the chin: half the head with its ears and some sway, half the
    // shoulders, the hair above, the part of the chin beside which the neck shows.
    private const float Head = 0.85f, Shoulders = 2.4f, Hair = 1.1f, Neck = 0.1f;

    /// <summary>Paints the person over.</summary>
    /// <param name="picture">BGR.</param>
    /// <param name="face">The person's face.</param>
    /// <param name="into">Receives the room; of any size.</param>
    public static void Make(Image picture, in Box face, Image into)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(into);
        using var room = picture.Clone();
        // Nothing but the head and what is below it: all around them the room must stay as it is.
        var top = Math.Max(0, (int)(face.Y - face.Height * Hair));
        for (var y = top; y < picture.Height; y++)
        {
            var reach = face.Width * (y > face.Bottom - face.Height * Neck ? Shoulders : Head);
            var left = Math.Clamp((int)(face.Center.X - reach), picture.Width / 12, picture.Width - 2);
            var right = Math.Clamp((int)(face.Center.X + reach), left + 1, picture.Width - picture.Width / 12);
            var to = room.Row(y);
            var row = picture.Row(y);
            for (var x = left; x < right; x++)
            {
                // Forth and back over what there is on either side, cross-faded in the middle.
                var fromLeft = left - 1 - Fold(x - left, left - 1);
                var fromRight = right + Fold(right - 1 - x, picture.Width - right - 1);
                var share = Math.Clamp(((x - left) / (float)(right - left) - 0.4f) * 5, 0, 1);
                for (var c = 0; c < 3; c++)
                    to[3 * x + c] = (byte)((1 - share) * row[3 * fromLeft + c] + share * row[3 * fromRight + c]);
            }
        }

        ImageOps.Resize(room, into);
    }

    private static int Fold(int distance, int extent)
    {
        if (extent <= 0)
            return 0;
        var place = distance % (2 * extent);
        return place <= extent ? place : 2 * extent - place;
    }
}
