using System.Numerics;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Tests.Models;

namespace AccessKiosk.Vision.Tests.Detection;

public sealed class FaceSearchTests : IDisposable
{
    private const int Width = 640, Height = 480;

    private readonly CountingDetector _near = new(new BlazeFace(Catalogue.Default, new() { Range = DetectionRange.Near }));
    private readonly CountingDetector _far = new(new BlazeFace(Catalogue.Default, new() { Range = DetectionRange.Far }));
    private readonly FaceReader _reader = new(Catalogue.Default);
    private readonly Image _picture = Recordings.Still(Recordings.Man);
    private readonly FaceSearch _search;
    private readonly DetectedFace[] _faces;
    private readonly DetectedFace _face;
    private readonly float _eyes;

    public FaceSearchTests()
    {
        (_search, _faces) = (new(_near, _far), new DetectedFace[_near.Capacity]);
        Assert.Equal(1, _far.Detect(_picture, _faces));
        _face = _faces[0];
        _eyes = _reader.Align(_picture, _face).Quality.EyeDistance;
        _far.Calls = 0;
    }

    [Theory]
    [InlineData(14, 70, 1)]
    [InlineData(70, 14, 1)]
    [InlineData(24, 44, 0)]
    public void Whoever_comes_or_goes_is_found_on_every_frame_at_the_right_size(int from, int to, int seed)
    {
        for (var i = 0; i <= 20; i++)
        {
            var expected = Show(from * MathF.Pow(to / (float)from, i / 20f), seed * i, out var found);
            Assert.True(found is { } face && expected.IntersectionOverUnion(face.Box) > 0.6f, $"frame {i}: {expected}, found {found?.Box}");
        }
    }

    [Fact]
    public void Somebody_near_is_the_near_detectors_alone()
    {
        for (var i = 0; i < 5; i++)
            Show(60, 0, out _);

        Assert.Equal((5, 0), (_near.Calls, _far.Calls));
    }

    [Fact]
    public void An_empty_view_is_searched_for_far_faces_now_and_then()
    {
        using var empty = Image.Create(Width, Height);
        empty.Pixels.Fill(120);
        for (var i = 0; i < 31; i++)
            Assert.Equal(0, _search.Detect(empty, _faces));

        Assert.Equal((21, 11), (_near.Calls, _far.Calls));
    }

    [Fact]
    public void A_far_face_keeps_the_far_detector_and_no_other()
    {
        for (var i = 0; i < 6; i++)
            Show(24, 0, out _);

        Assert.Equal((1, 6), (_near.Calls, _far.Calls));
    }

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
        _reader.Dispose();
        _picture.Dispose();
    }

    // The man with his eyes so many pixels apart, somewhere in a larger picture.
    private Box Show(float eyes, int shift, out DetectedFace? found)
    {
        var scale = eyes / _eyes;
        using var small = Image.Create((int)(_picture.Width * scale), (int)(_picture.Height * scale));
        ImageOps.Resize(_picture, small);
        var corner = new Vector2((Width - small.Width) / 2 + shift, (Height - small.Height) / 2);
        using var whole = Image.Create(Width, Height);
        ImageOps.Warp(small, whole, Matrix3x2.CreateTranslation(corner), Border.Replicate);
        var count = _search.Detect(whole, _faces);
        found = count == 0 ? null : _faces[0];
        return new(_face.Box.X * scale + corner.X, _face.Box.Y * scale + corner.Y, _face.Box.Width * scale, _face.Box.Height * scale);
    }

    private sealed class CountingDetector(IFaceDetector detector) : IFaceDetector
    {
        public int Calls { get; set; }

        public int Capacity => detector.Capacity;

        public int Detect(Image image, Span<DetectedFace> faces)
        {
            Calls++;
            return detector.Detect(image, faces);
        }

        public void Dispose() => detector.Dispose();
    }
}
