using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Enrolling;

/// <summary>Counts whom a still may be meant to show: one is wanted, and of several none is to be taken.</summary>
internal static class PortraitFaces
{
    // A face less than half as large as the largest is somebody in the background.
    private const float MinShare = 0.5f;
    private const float SameFace = 0.3f;

    /// <summary>Every face that could be the one meant.</summary>
    public static IReadOnlyList<DetectedFace> Find(FaceFinder finder, Image image)
    {
        var near = finder.Find(image);
        if (near.Count == 0)
            return near;
        // One look at a small copy of the picture misses some of a group; the cascade sees them.
        var far = finder.FindAll(image).Where(face => near.All(seen => seen.Box.IntersectionOverUnion(face.Box) < SameFace));
        var largest = near.Max(Side);
        return [.. near.Concat(far).Where(face => Side(face) >= MinShare * largest)];
    }

    private static float Side(DetectedFace face) => MathF.Sqrt(face.Box.Area);
}
