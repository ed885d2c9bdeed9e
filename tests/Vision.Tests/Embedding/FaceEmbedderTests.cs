using System.Numerics.Tensors;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Tests.Detection;
using AccessKiosk.Vision.Tests.Models;

namespace AccessKiosk.Vision.Tests.Embedding;

public sealed class FaceEmbedderTests
{
    [Fact]
    public void One_man_scores_high_across_two_sessions_and_low_against_another_man()
    {
        var (man, later, stranger) = (Embed(Recordings.Man), Embed(Recordings.SameManLater), Embed(Recordings.Stranger));
        Assert.Equal(1, TensorPrimitives.Norm<float>(man), 4);
        var (same, other) = (TensorPrimitives.Dot<float>(man, later), TensorPrimitives.Dot<float>(man, stranger));
        Assert.True(same > 0.6f && other < 0.3f, $"same {same}, other {other}");
    }

    [Fact]
    public void No_stage_allocates_once_it_runs()
    {
        using var picture = Recordings.Still(Recordings.Man);
        using var detector = new BlazeFace(Catalogue.Default, new());
        using var reader = new FaceReader(Catalogue.Default);
        var tracker = new FaceTracker(new());
        var (faces, tracked, embedding) = (new DetectedFace[detector.Capacity], new TrackedFace[detector.Capacity], new float[FaceEmbedder.Dimensions]);
        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                tracker.Update(faces.AsSpan(0, detector.Detect(picture, faces)), tracked);
                var reading = reader.Read(picture, reader.Align(picture, faces[0]));
                reader.Embed(picture, reading.Points, embedding);
            }
        }

        Run(30);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static float[] Embed(string recording)
    {
        using var picture = Recordings.Still(recording, 20);
        using var finder = new FaceFinder(Catalogue.Default);
        using var reader = new FaceReader(Catalogue.Default);
        var reading = reader.Read(picture, reader.Align(picture, finder.Find(picture)[0]));
        var embedding = new float[FaceEmbedder.Dimensions];
        reader.Embed(picture, reading.Points, embedding);
        return embedding;
    }
}
