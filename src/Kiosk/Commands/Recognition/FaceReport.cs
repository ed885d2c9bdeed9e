using System.Numerics;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Kiosk.Commands.Recognition;

/// <summary>The JSON of <c>detect</c>: one object a picture.</summary>
internal sealed record FaceReport(string File, int Width, int Height, IReadOnlyList<FaceReport.Face> Faces)
{
    public sealed record Face(float[] Box, float Score, float[][] Points, FaceMeasures Quality);

    public sealed record FaceMeasures(
        float EyeDistance, float Inside, float Sharpness, float Brightness, float Contrast,
        float Yaw, float Pitch, float Roll, float EyeOpenness, string[] Faults);

    public static FaceReport Of(string file, Image image, IReadOnlyList<FaceReading> faces, QualityOptions limits) =>
        new(file, image.Width, image.Height, [.. faces.Select(face => Of(face, limits))]);

    private static Face Of(FaceReading face, QualityOptions limits)
    {
        var (b, p, q) = (face.Box, face.Points, face.Quality);
        return new(
            [b.X, b.Y, b.Width, b.Height], face.Score,
            [Xy(p.LeftEye), Xy(p.RightEye), Xy(p.Nose), Xy(p.LeftMouth), Xy(p.RightMouth)],
            new(q.EyeDistance, q.Inside, q.Sharpness, q.Brightness, q.Contrast, q.Pose.Yaw, q.Pose.Pitch, q.Pose.Roll, q.EyeOpenness, Names(q.Faults(limits))));
    }

    private static float[] Xy(Vector2 v) => [v.X, v.Y];

    private static string[] Names(QualityFaults faults) =>
        [.. Enum.GetValues<QualityFaults>().Where(f => f is not QualityFaults.None && faults.HasFlag(f)).Select(f => char.ToLowerInvariant($"{f}"[0]) + $"{f}"[1..])];
}
