using System.Numerics;

namespace AccessKiosk.Vision.Alignment;

/// <summary>Where a head points, in degrees.</summary>
/// <param name="Yaw">Positive when the face turns to the picture's right.</param>
/// <param name="Pitch">Positive when the face looks up.</param>
/// <param name="Roll">Positive when the head leans to the picture's right.</param>
public readonly record struct HeadPose(float Yaw, float Pitch, float Roll)
{
    // A straight head's mesh has its forehead nearer than its chin: the median of 1,126 portraits (LFW).
    private const float RestingPitch = 6;

    /// <summary>Reads the pose off a face mesh: the directions of its left-right and top-down axes.</summary>
    /// <param name="mesh">468 points.</param>
    public static HeadPose FromMesh(ReadOnlySpan<Vector3> mesh)
    {
        var across = mesh[263] - mesh[33] + mesh[291] - mesh[61] + mesh[454] - mesh[234];
        var down = mesh[152] - mesh[10];
        return new(
            Degrees(MathF.Atan2(across.Z, new Vector2(across.X, across.Y).Length())),
            // Looking up brings the chin nearer, and nearer is smaller.
            RestingPitch - Degrees(MathF.Atan2(down.Z, new Vector2(down.X, down.Y).Length())),
            Degrees(MathF.Atan2(across.Y, across.X)));
    }

    private static float Degrees(float radians) => radians * (180 / MathF.PI);
}
