using System.Numerics;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Motion;

namespace AccessKiosk.Vision.Tests.Imaging;

public sealed class AllocationTests
{
    [Fact]
    public void What_runs_for_every_frame_allocates_nothing()
    {
        using var photo = ImageFile.Load(Pictures.Sample(1));
        using var frame = Image.Create(640, 480);
        using var copy = Image.Create(640, 480);
        using var grey = Image.Create(640, 480, 1);
        using var turned = Image.Create(480, 640);
        using var flow = new OpticalFlow();
        var tensor = new float[3 * 128 * 128];
        Vector2[] points = [new(100, 100), new(200, 110), new(150, 160), new(110, 200), new(190, 205)];
        var residuals = new float[5];
        var maps = new Matrix3x2[4];
        maps.AsSpan().Fill(Matrix3x2.CreateScale(0.3f));

        void EveryFrame()
        {
            ImageOps.Resize(photo, frame);
            frame.CopyTo(copy);
            ImageOps.ToGrey(frame, grey);
            ImageOps.Rotate(frame, turned, Rotation.Clockwise90);
            ImageOps.Warp(frame, copy, Matrix3x2.CreateRotation(0.1f));
            ImageOps.Measure(frame, new Box(50, 50, 200, 200));
            Crop.ToTensor(frame, Similarity.Estimate(points, points), 112, 112, new(ChannelOrder.Bgr, TensorLayout.Chw, 1, 0), tensor);
            Crop.ToTensor(frame, Matrix3x2.CreateScale(0.2f), 128, 128, new(ChannelOrder.Rgb, TensorLayout.Hwc, 1, 0), tensor);
            Crop.ToTensors(frame, maps, 48, 48, new(ChannelOrder.Rgb, TensorLayout.Cwh, 1, 0), tensor);
            Homography.Fit(points, points, 1, residuals);
            flow.Compute(grey, grey);
        }

        for (var i = 0; i < 60; i++)
            EveryFrame(); // The runtime compiles each method anew after thirty calls.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
            EveryFrame();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
