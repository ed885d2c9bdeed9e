using System.Numerics;

namespace AccessKiosk.Vision.Geometry;

/// <summary>
/// The five facial points that face recognition aligns by (MTCNN, Zhang et al. 2016), in pixels of the frame.
/// Left and right are the picture's, not the person's.
/// </summary>
public readonly record struct FivePoints(
    Vector2 LeftEye, Vector2 RightEye, Vector2 Nose, Vector2 LeftMouth, Vector2 RightMouth)
{
    // Eye distance over eyes to mouth: 0.87 in ArcFace's mean face; long faces have less.
    private const float EyesPerHeight = 0.8f;

    /// <summary>Distance between the eyes' centres in pixels (ISO/IEC 19794-5 inter-eye distance).</summary>
    public float EyeDistance => Vector2.Distance(LeftEye, RightEye);

    /// <summary>
    /// Distance that the eyes would have if the head faced the camera: turning it shortens what lies across the face, not
    /// what lies down it.
    /// </summary>
    public float FrontalEyeDistance =>
        MathF.Max(EyeDistance, EyesPerHeight * Vector2.Distance((LeftEye + RightEye) / 2, (LeftMouth + RightMouth) / 2));

    /// <summary>Angle of the line through the eyes, radians, positive when the head leans to the picture's right.</summary>
    public float Roll => MathF.Atan2(RightEye.Y - LeftEye.Y, RightEye.X - LeftEye.X);

    /// <summary>The points midway between these and others.</summary>
    public FivePoints MeanWith(in FivePoints other) => new(
        (LeftEye + other.LeftEye) / 2, (RightEye + other.RightEye) / 2, (Nose + other.Nose) / 2,
        (LeftMouth + other.LeftMouth) / 2, (RightMouth + other.RightMouth) / 2);

    /// <summary>Copies the points, in the order of the constructor, to the first five places of a span.</summary>
    public void CopyTo(Span<Vector2> points) =>
        (points[0], points[1], points[2], points[3], points[4]) = (LeftEye, RightEye, Nose, LeftMouth, RightMouth);
}
