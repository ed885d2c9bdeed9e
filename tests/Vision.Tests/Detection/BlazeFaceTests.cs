using System.Numerics;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Imaging;
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
