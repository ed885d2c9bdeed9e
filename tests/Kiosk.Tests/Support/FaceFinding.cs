using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>Where faces are in recordings.</summary>
internal static class FaceFinding
{
    /// <summary>The one face of a recording's picture.</summary>
    public static Box Box(string recording, int number)
    {
        using var picture = Recordings.Picture(recording, number);
        using var detector = new BlazeFace(new(new()), new());
        var faces = new DetectedFace[32];
        Assert.Equal(1, detector.Detect(picture, faces));
        return faces[0].Box;
    }
}
