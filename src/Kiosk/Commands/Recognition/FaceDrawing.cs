using System.Numerics;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Commands.Recognition;

/// <summary>Draws what was found into a picture.</summary>
internal static class FaceDrawing
{
    public static void Draw(Image image, IReadOnlyList<FaceReading> faces)
    {
        Span<Vector2> points = stackalloc Vector2[5];
        foreach (var face in faces)
        {
            var thickness = Math.Max(1, (int)(face.Box.Width / 80));
            Vision.Imaging.Draw.Rectangle(image, face.Box, Colour.Green, thickness);
            face.Points.CopyTo(points);
            foreach (var point in points)
                Vision.Imaging.Draw.Circle(image, point, MathF.Max(1.5f, face.Box.Width / 50), Colour.Yellow);
            Vision.Imaging.Draw.Text(image, $"{face.Score:0.00}", new(face.Box.X, face.Box.Y - 4), Colour.Green, MathF.Max(0.35f, face.Box.Width / 250), thickness);
        }
    }
}
