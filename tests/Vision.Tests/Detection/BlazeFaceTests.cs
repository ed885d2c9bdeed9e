using System.Numerics;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Tests.Imaging;
using AccessKiosk.Vision.Tests.Models;

namespace AccessKiosk.Vision.Tests.Detection;

public sealed class BlazeFaceTests
{
    [Theory]
    [InlineData(DetectionRange.Near)]
    [InlineData(DetectionRange.Far)]
    public void It_finds_the_one_face_of_a_webcam_picture_with_its_points_inside(DetectionRange range)
    {
        using var picture = Recordings.Still(Recordings.Man);
        var face = Assert.Single(Detect(picture, range));
        Assert.True(face.Score > 0.7f);
        Assert.True(face.Points.LeftEye.X < face.Points.Nose.X && face.Points.Nose.X < face.Points.RightEye.X);
        Assert.True(face.Points.LeftEye.Y < face.Points.Mouth.Y);
    }

    [Fact]
    public void A_shifted_and_shrunk_picture_gives_the_shifted_and_shrunk_face()
    {
        using var picture = Recordings.Still(Recordings.Man);
        using var moved = Image.Create(480, 360);
        var map = Matrix3x2.CreateScale(0.9f) * Matrix3x2.CreateTranslation(60, 40);
        ImageOps.Warp(picture, moved, map);
        var expected = Vector2.Transform(Detect(picture, DetectionRange.Near)[0].Points.Nose, map);
        var found = Assert.Single(Detect(moved, DetectionRange.Near));
        Assert.True(Vector2.Distance(expected, found.Points.Nose) < 8, $"{expected} became {found.Points.Nose}");
    }

    [Theory]
    [InlineData(400, 400)]
    [InlineData(400, 360)]
    public void Bars_above_and_below_move_the_face_and_change_nothing_else(int width, int height)
    {
        using var picture = Recordings.Still(Recordings.Man);
        using var padded = Image.Create(width, height);
        var shift = new Vector2((width - picture.Width) / 2, (height - picture.Height) / 2);
        ImageOps.Warp(picture, padded, Matrix3x2.CreateTranslation(shift));

        var (expected, found) = (Assert.Single(Detect(picture, DetectionRange.Near)), Assert.Single(Detect(padded, DetectionRange.Near)));
        Assert.True(Vector2.Distance(expected.Box.Center + shift, found.Box.Center) < 0.5f, $"{expected.Box} became {found.Box}");
        Assert.Equal(expected.Box.Width, found.Box.Width, 0.5f);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0.5f)]
    public void A_picture_of_another_size_gives_the_scaled_box(float scale)
    {
        using var picture = Recordings.Still(Recordings.Man);
        using var other = Image.Create((int)(picture.Width * scale), (int)(picture.Height * scale));
        ImageOps.Resize(picture, other);

        var (expected, found) = (Assert.Single(Detect(picture, DetectionRange.Near)).Box, Assert.Single(Detect(other, DetectionRange.Near)).Box);
        var scaled = new Box(expected.X * scale, expected.Y * scale, expected.Width * scale, expected.Height * scale);
        Assert.True(scaled.IntersectionOverUnion(found) > 0.93f, $"{scaled} and {found}");
    }

    [Fact]
    public void The_far_model_sees_a_face_that_the_near_one_is_too_coarse_for()
    {
        using var picture = Recordings.Still(Recordings.Man);
        using var distant = Image.Create(1400, 1050);
        ImageOps.Warp(picture, distant, Matrix3x2.CreateTranslation(500, 375));

        Assert.Empty(Detect(distant, DetectionRange.Near));
        var face = Assert.Single(Detect(distant, DetectionRange.Far));
        var expected = Detect(picture, DetectionRange.Far)[0].Box;
        Assert.True((expected with { X = expected.X + 500, Y = expected.Y + 375 }).IntersectionOverUnion(face.Box) > 0.6f);
    }

    [Fact]
    public void No_more_faces_are_written_than_there_is_room_for()
    {
        using var photo = ImageFile.Load(Pictures.Sample(5));
        using var detector = new BlazeFace(Catalogue.Default, new() { Range = DetectionRange.Far });
        var (all, few) = (new DetectedFace[detector.Capacity], new DetectedFace[2]);

        Assert.Equal(5, detector.Detect(photo, all));
        Assert.Equal(2, detector.Detect(photo, few));
        Assert.Equal(all[..2], few);
        Assert.Equal(all[..5].OrderByDescending(f => f.Score), all[..5]);
    }

    [Fact]
    public void Candidates_that_overlap_less_than_the_setting_stay_faces_of_their_own()
    {
        using var photo = ImageFile.Load(Pictures.Sample(5));
        using var detector = new BlazeFace(Catalogue.Default, new() { Range = DetectionRange.Far, BlendOverlap = 0.95f });
        Assert.True(detector.Detect(photo, new DetectedFace[detector.Capacity]) > 5);
    }

    [Fact]
    public void An_empty_picture_has_no_face()
    {
        using var grey = Image.Create(640, 480);
        grey.Pixels.Fill(120);
        Assert.Empty(Detect(grey, DetectionRange.Near));
    }

    [Fact]
    public void Overlapping_candidates_are_blended_by_their_scores()
    {
        DetectedFace[] candidates =
        [
            new(new(0, 0, 100, 100), 0.6f, default),
            new(new(10, 0, 100, 100), 0.9f, default),
            new(new(300, 0, 50, 50), 0.7f, default),
        ];
        Assert.Equal(2, WeightedSuppression.Blend(candidates, 0.3f));
        Assert.Equal(0.9f, candidates[0].Score);
        Assert.Equal(6, candidates[0].Box.X, 3);
        Assert.Equal(300, candidates[1].Box.X, 3);
    }

    private static DetectedFace[] Detect(Image picture, DetectionRange range)
    {
        using var detector = new BlazeFace(Catalogue.Default, new() { Range = range });
        var faces = new DetectedFace[detector.Capacity];
        return faces[..detector.Detect(picture, faces)];
    }
}
