using System.Numerics;
using AccessKiosk.Vision.Detection.Cascade;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Tests.Imaging;
using AccessKiosk.Vision.Tests.Models;

namespace AccessKiosk.Vision.Tests.Detection.Cascade;

public sealed class MtcnnTests : IDisposable
{
    private readonly Mtcnn _mtcnn = new(Catalogue.Default, new() { OutputScore = 0.9f });

    public void Dispose() => _mtcnn.Dispose();

    // The cascade misses two faces of sample 2, a profile and one bent deep down: FaceFinder finds those.
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 5)]
    [InlineData(6, 4)]
    public void The_faces_that_look_out_of_a_group_photo_are_found_once_each_with_their_points_in_order(int sample, int count)
    {
        using var image = ImageFile.Load(Pictures.Sample(sample));
        var faces = _mtcnn.Detect(image).ToArray();

        Assert.Equal(count, faces.Length);
        Assert.All(faces, Plausible);
        Assert.Equal(faces.OrderByDescending(f => f.Score), faces);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 5)]
    [InlineData(6, 4)]
    public void Faces_of_forty_pixels_are_found_in_a_large_picture(int sample, int count)
    {
        using var photo = ImageFile.Load(Pictures.Sample(sample));
        using var small = Image.Create(400, photo.Height * 400 / photo.Width);
        ImageOps.Resize(photo, small);
        using var picture = Image.Create(1600, 1200);
        picture.Pixels.Fill(90);
        var place = new Vector2(900, 600);
        for (var y = 0; y < small.Height; y++)
            small.Row(y).CopyTo(picture.Row((int)place.Y + y)[(3 * (int)place.X)..]);

        var faces = _mtcnn.Detect(picture).ToArray();
        Assert.Equal(count, faces.Length);
        Assert.All(faces, face =>
        {
            Plausible(face);
            Assert.InRange(MathF.Max(face.Box.Width, face.Box.Height), 38, 72);
            Assert.True(face.Box.X > place.X && face.Box.Y > place.Y);
        });
    }

    [Fact]
    public void Pictures_smaller_than_any_face_have_none()
    {
        using var picture = Image.Create(11, 9);
        picture.Pixels.Fill(90);
        Assert.Equal(0, _mtcnn.Detect(picture).Length);
    }

    [Fact]
    public void Pictures_of_different_sizes_in_turn_give_what_each_gives_alone()
    {
        using var photo = ImageFile.Load(Pictures.Sample(6));
        using var small = Image.Create(640, 512);
        ImageOps.Resize(photo, small);

        var first = _mtcnn.Detect(photo).ToArray();
        Assert.Equal(4, _mtcnn.Detect(small).Length);
        Assert.Equal(first, _mtcnn.Detect(photo).ToArray());
    }

    [Fact]
    public void Of_overlapping_candidates_the_best_stays_and_those_apart_stay()
    {
        MtcnnCandidate[] candidates =
        [
            new(new(2, 0, 100, 100), 0.7f, default),
            new(new(0, 0, 100, 100), 0.9f, default),
            new(new(60, 0, 100, 100), 0.6f, default),
            new(new(0, 0, 100, 100), 0.8f, default),
            new(new(300, 0, 20, 20), 0.5f, default),
        ];

        var kept = MtcnnSuppression.Keep(candidates, 0.5f);
        Assert.Equal([0.9f, 0.6f, 0.5f], candidates[..kept].Select(c => c.Score));
        Assert.Equal(0, MtcnnSuppression.Keep([], 0.5f));
    }

    private static void Plausible(AlignedFace face)
    {
        var p = face.Points;
        var inside = face.Box.Square(1.1f);
        Span<Vector2> points = stackalloc Vector2[5];
        p.CopyTo(points);
        foreach (var point in points)
            Assert.True(point.X > inside.X && point.X < inside.Right && point.Y > inside.Y && point.Y < inside.Bottom, $"{point} in {face.Box}");

        // Upright by its own eyes: a leaning head's points are in order along its own axes.
        var upright = Matrix3x2.CreateRotation(-p.Roll);
        foreach (ref var point in points)
            point = Vector2.Transform(point, upright);
        var (eye, nose, mouth) = (points[0].Y, points[2].Y, (points[3].Y + points[4].Y) / 2);
        Assert.True(eye < nose && nose < mouth, $"eyes {eye}, nose {nose}, mouth {mouth}");
        Assert.True(points[0].X < points[1].X && points[3].X < points[4].X, $"{p}");
        Assert.InRange(p.EyeDistance, 0.2f * face.Box.Width, 0.7f * face.Box.Width);
    }
}
