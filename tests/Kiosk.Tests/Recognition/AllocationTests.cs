using System.Numerics.Tensors;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Tests.Recognition;

/// <summary>The hot loop leaves the garbage collector nothing to do.</summary>
public sealed class AllocationTests
{
    private const int Warm = 60, Measured = 120;

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_frame_allocates_nothing(bool isDecided)
    {
        // While the track is open every stage runs; afterwards detection and tracking alone.
        var options = KioskOptions.Load(isDecided ? [] : ["Recognition:TimeLimit=30", "Recognition:MinFrames=30", "Liveness:MinSeconds=10", "Liveness:ChallengeAfter=30", "Liveness:AttackSeconds=10"]);
        var models = new ModelCatalogue(options.Inference);
        var points = ActiveCalibration.Load(options.Recognition.Thresholds);
        var gallery = new Gallery(new() { ModelHash = FaceEmbedder.ModelHash, Dimension = FaceEmbedder.Dimensions });
        Enrol(models, options, points, gallery);
        using var pipeline = RecognitionPipeline.Load(models, options.Perception(), new GalleryView(gallery, points), options.Recognition);
        using var pictures = new PictureList(Recordings.Pictures(Recordings.ManAnotherDay, 25, 25 + Warm + Measured));
        using var frame = new Frame();
        var bytes = new long[pictures.Count];
        for (var i = 0; i < pictures.Count; i++)
        {
            pictures[i].CopyTo(frame.Prepare(pictures[i].Width, pictures[i].Height));
            frame.Stamp(i, TimeSpan.FromSeconds(i / 25.0));
            var before = GC.GetAllocatedBytesForCurrentThread();
            pipeline.Process(frame);
            bytes[i] = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.All(bytes.Skip(Warm), allocated => Assert.Equal(0, allocated));
    }

    private static void Enrol(ModelCatalogue models, KioskOptions options, ActiveCalibration points, Gallery gallery)
    {
        using var enroller = new FileEnroller(models, options.Quality, options.Enrollment, points.MinAgreement, RecordedFrames.Of);
        var choice = enroller.Take(new EnrollmentSource("Audun", new(Recordings.Man)), TestContext.Current.CancellationToken);
        Set(gallery, choice.Kept.Select(c => c.Embedding));
        // Somebody a little like him: of most faces the second best is near.
        var random = new Random(1);
        var like = choice.Kept[0].Embedding.ToArray();
        for (var d = 0; d < like.Length; d++)
            like[d] += 2 * (random.NextSingle() - 0.5f) / MathF.Sqrt(like.Length);
        TensorPrimitives.Divide(like, TensorPrimitives.Norm<float>(like), like);
        Set(gallery, [like]);
    }

    private static void Set(Gallery gallery, IEnumerable<ReadOnlyMemory<float>> embeddings)
    {
        var person = PersonId.New();
        gallery.Set(person, [.. embeddings.Select(one => new GalleryReference(person, ReferenceId.New(), FaceEmbedder.ModelHash, one))]);
    }
}
