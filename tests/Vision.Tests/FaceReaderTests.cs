using System.Numerics.Tensors;
using AccessKiosk.Vision.Alignment;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Quality;
using AccessKiosk.Vision.Tests.Detection;
using AccessKiosk.Vision.Tests.Imaging;
using AccessKiosk.Vision.Tests.Models;

namespace AccessKiosk.Vision.Tests;

public sealed class FaceReaderTests : IDisposable
{
    private readonly BlazeFace _detector = new(Catalogue.Default, new());
    private readonly FaceReader _reader = new(Catalogue.Default);
    private readonly DetectedFace[] _faces = new DetectedFace[32];

    public void Dispose()
    {
        _detector.Dispose();
        _reader.Dispose();
    }

    [Fact]
    public void The_first_stage_leaves_pose_and_eyes_unknown_and_the_second_adds_them_and_a_second_opinion()
    {
        using var picture = Recordings.Still(Recordings.Man, 525);
        var aligned = _reader.Align(picture, Face(picture));
        Assert.True(aligned.Score > 0.95f);
        Assert.Equal((default(HeadPose), 0f), (aligned.Quality.Pose, aligned.Quality.EyeOpenness));
        Assert.Equal(1, aligned.Quality.Inside, 1e-5f);

        var read = _reader.Read(picture, aligned);
        Assert.Equal(aligned.Points.MeanWith(_reader.Mesh.FivePoints()), read.Points);
        Assert.NotEqual(aligned.Points, read.Points);
        Assert.Equal((aligned.Box, aligned.Score), (read.Box, read.Score));
        Assert.NotEqual(default, read.Quality.Pose);
        Assert.Equal(aligned.Quality, read.Quality with { Pose = default, EyeOpenness = 0 });
    }

    [Fact]
    public void What_is_no_face_gets_a_low_score()
    {
        using var photo = ImageFile.Load(Pictures.Sample(6));
        Assert.True(_reader.Align(photo, new(new(1500, 1000, 250, 300), 0.5f, default)).Score < 0.5f);
    }

    [Fact]
    public void A_box_outside_the_picture_is_measured_as_wholly_cut_off()
    {
        using var picture = Recordings.Still(Recordings.Man);
        var reading = _reader.Align(picture, new(new(900, 900, 100, 100), 0.5f, default));
        Assert.True(reading.Quality.PictureFaults(new()).HasFlag(QualityFaults.CutOff));
    }

    [Fact]
    public void One_man_scores_above_another_in_every_pair_of_moments_whatever_the_pose()
    {
        var (man, later, stranger) = (Embed(Recordings.Man), Embed(Recordings.SameManLater), Embed(Recordings.Stranger));
        var mated = man.SelectMany(a => later.Select(b => TensorPrimitives.Dot<float>(a, b))).ToArray();
        var nonMated = man.Concat(later).SelectMany(a => stranger.Select(b => TensorPrimitives.Dot<float>(a, b))).ToArray();

        Assert.All(man.Concat(later).Concat(stranger), e => Assert.Equal(1, TensorPrimitives.Norm<float>(e), 1e-4f));
        Assert.True(mated.Min() > nonMated.Max() + 0.15f, $"{mated.Length} mated from {mated.Min()}, {nonMated.Length} non-mated to {nonMated.Max()}");
    }

    [Fact]
    public void A_picture_of_twice_the_size_gives_nearly_the_same_embedding()
    {
        using var picture = Recordings.Still(Recordings.Man, 100);
        using var large = Image.Create(2 * picture.Width, 2 * picture.Height);
        ImageOps.Resize(picture, large);
        Assert.True(TensorPrimitives.Dot<float>(Embed(picture), Embed(large)) > 0.9f);
    }

    // One moment every three seconds.
    private List<float[]> Embed(string recording) => [.. Recordings.Play(recording, 75).Take(10).Select(Embed)];

    private float[] Embed(Image picture)
    {
        var reading = _reader.Read(picture, _reader.Align(picture, Face(picture)));
        var embedding = new float[FaceEmbedder.Dimensions];
        _reader.Embed(picture, reading.Points, embedding);
        return embedding;
    }

    private DetectedFace Face(Image picture)
    {
        Assert.Equal(1, _detector.Detect(picture, _faces));
        return _faces[0];
    }
}
