using System.Numerics;
using AccessKiosk.Vision.Alignment;
using AccessKiosk.Vision.Detection.Cascade;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Tests.Imaging;
using AccessKiosk.Vision.Tests.Models;

namespace AccessKiosk.Vision.Tests.Alignment;

public sealed class ArcFaceTemplateTests
{
    // insightface's published places, which the embedder was trained on.
    private static readonly Vector2[] Places =
    [
        new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f),
    ];

    [Theory]
    [InlineData(1, 0, 0, 0)]
    [InlineData(3.5f, 0.6f, 400, -20)]
    [InlineData(0.4f, -2.5f, -30, 800)]
    public void Points_that_are_the_template_turned_scaled_and_shifted_come_back_onto_it(float scale, float turn, float x, float y)
    {
        var map = Matrix3x2.CreateScale(scale) * Matrix3x2.CreateRotation(turn) * Matrix3x2.CreateTranslation(x, y);
        var p = Places.Select(place => Vector2.Transform(place, map)).ToArray();
        var back = ArcFaceTemplate.Align(new(p[0], p[1], p[2], p[3], p[4]));

        for (var i = 0; i < p.Length; i++)
            Assert.True(Vector2.Distance(Places[i], Vector2.Transform(p[i], back)) < 1e-2f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public void Real_faces_leaning_ones_too_come_upright_to_the_template(int sample)
    {
        using var photo = ImageFile.Load(Pictures.Sample(sample));
        using var mtcnn = new Mtcnn(Catalogue.Default, new() { OutputScore = 0.9f });
        foreach (var face in mtcnn.Detect(photo))
        {
            var map = ArcFaceTemplate.Align(face.Points);
            var points = new Vector2[5];
            face.Points.CopyTo(points);
            var error = points.Zip(Places, (from, to) => Vector2.Distance(Vector2.Transform(from, map), to)).Average();
            Assert.True(error < 6, $"{error} pixels of {ArcFaceTemplate.Side} on average");
            Assert.Equal(map.M11, map.M22, 1e-4f);
            Assert.Equal(map.M12, -map.M21, 1e-4f);
        }
    }

    [Fact]
    public void Points_all_in_one_place_are_refused() =>
        Assert.Throws<ArgumentException>(() => ArcFaceTemplate.Align(default(FivePoints)));
}
