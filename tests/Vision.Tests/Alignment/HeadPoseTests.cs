using AccessKiosk.Vision.Alignment;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Detection.Cascade;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Tests.Imaging;

namespace AccessKiosk.Vision.Tests.Alignment;

public sealed class HeadPoseTests
{
    // Sample 2: a profile to the picture's left, a head bent deep down, a head bent a little; sample 3: one straight.
    [Fact]
    public void Looking_down_is_negative_and_the_deeper_the_more()
    {
        var bent = Poses(2);
        var straight = Poses(3)[0];
        Assert.True(bent[1].Pitch < -15, $"bent head {bent[1]}");
        Assert.True(bent[1].Pitch < bent[2].Pitch, $"{bent[1]} {bent[2]}");
        Assert.InRange(straight.Pitch, -10, 10);
    }

    [Fact]
    public void Turned_to_the_pictures_left_is_negative() => Assert.True(Poses(2)[0].Yaw < -30);

    // From the left of the picture to its right.
    private static HeadPose[] Poses(int sample)
    {
        var models = new ModelCatalogue(new() { Models = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "models") });
        using var image = ImageFile.Load(Pictures.Sample(sample));
        using var detector = new BlazeFace(models, new() { Range = DetectionRange.Far });
        using var aligner = new MtcnnOutputNet(models);
        using var mesh = new FaceMesh(models);
        var faces = new DetectedFace[detector.Capacity];
        var poses = new List<HeadPose>();
        foreach (var face in faces.Take(detector.Detect(image, faces)).OrderBy(f => f.Box.X))
        {
            mesh.Fit(image, face.Box, aligner.Align(image, face.Box).Points.Roll);
            poses.Add(HeadPose.FromMesh(mesh.Points));
        }

        return [.. poses];
    }
}
