using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Enrollment.Capturing;

/// <summary>Looks twice at a still that should show one person: of several none is to be taken.</summary>
public static class PortraitFaces
{
    private const float MinScore = 0.8f;
    private const float SameFace = 0.3f;

    /// <summary>Every face that either detector is sure of. One look at a small copy of a picture misses some of a group; the cascade sees them.</summary>
    public static IReadOnlyList<DetectedFace> Find(FaceFinder finder, Image image)
    {
        var near = finder.Find(image);
        return near.Count == 0 ? near : [.. near, .. finder.FindAll(image).Where(face =>
            face.Score >= MinScore && near.All(seen => seen.Box.IntersectionOverUnion(face.Box) < SameFace))];
    }
}
