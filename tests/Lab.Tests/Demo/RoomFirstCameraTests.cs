using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Lab.Demo;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Lab.Tests.Demo;

public sealed class RoomFirstCameraTests
{
    [Fact]
    public void The_empty_room_is_seen_first_and_then_the_person_by_one_clock()
    {
        var models = new ModelCatalogue(new());
        using var camera = RoomFirstCamera.Open(
            models, DemoRecordings.Stranger, TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        using var detector = new BlazeFace(models, new());
        using var frame = new Frame();
        var faces = new DetectedFace[detector.Capacity];

        for (var i = 0; i < 16; i++)
        {
            Assert.Equal(CameraReadKind.Frame, camera.Read(frame, TestContext.Current.CancellationToken).Kind);
            Assert.Equal(i, frame.Sequence);
            Assert.Equal(0.04 * i, frame.Timestamp.TotalSeconds, 0.02);
            Assert.Equal(i >= 10, detector.Detect(frame.Image, faces) > 0);
        }

        Assert.Contains("simulated", camera.Info.Description, StringComparison.Ordinal);
    }
}
