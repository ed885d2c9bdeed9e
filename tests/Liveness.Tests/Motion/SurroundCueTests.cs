using System.Numerics;
using AccessKiosk.Liveness.Background;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Motion;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Tests.Motion;

/// <summary>A textured patch moves before a textured wall: as large as a head, or as large as a poster.</summary>
public sealed class SurroundCueTests : IDisposable
{
    private readonly Image _wall = Noise(1), _poster = Noise(2);

    [Fact]
    public void A_head_before_a_room_stays_alone() => Assert.True(Evidence(70).Evidence > 0.8f);

    [Fact]
    public void A_poster_carries_its_surround_along() => Assert.True(Evidence(300).Evidence < -0.5f);

    [Fact]
    public void A_face_that_keeps_still_tells_nothing() => Assert.Equal(CueReading.CannotTell, Evidence(300, step: 0));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0, -12)]
    [InlineData(8, 0)]
    public void Nothing_is_told_by_what_the_pictures_edge_cuts_off(float stepX, float stepY)
    {
        using var cue = new SurroundCue();
        using var room = new SceneMonitor();
        using var plain = Image.Create(640, 480);
        plain.Pixels.Fill(120);
        var observation = new FaceObservation();
        for (var i = 0; i < 20; i++)
        {
            var centre = new Vector2(60 + stepX * i, (stepY < 0 ? 400 : 60) + stepY * i);
            var box = new Box(centre.X - 30, centre.Y - 30, 60, 60);
            observation.Set(plain, TimeSpan.FromMilliseconds(40 * i), i, box, Points(centre), default);
            room.Observe(plain, observation.Timestamp, [box]);
            cue.Add(observation, room);
        }

        Assert.Equal(CueReading.CannotTell, cue.Read());
    }

    public void Dispose()
    {
        _wall.Dispose();
        _poster.Dispose();
    }

    private CueReading Evidence(float size, float step = 3)
    {
        using var cue = new SurroundCue();
        using var room = new SceneMonitor();
        using var image = Image.Create(640, 480);
        var observation = new FaceObservation();
        for (var i = 0; i < 20; i++)
        {
            _wall.CopyTo(image);
            var centre = new Vector2(300 + step * i, 240);
            var shift = (int)(step * i);
            var (half, top) = ((int)size / 2, 240 - (int)size / 2);
            for (var y = top; y < top + (int)size; y++)
                _poster.Row(y).Slice(3 * (300 - half), 3 * (int)size).CopyTo(image.Row(y)[(3 * (300 - half + shift))..]);
            var box = new Box(centre.X - 30, centre.Y - 30, 60, 60);
            observation.Set(image, TimeSpan.FromMilliseconds(40 * i), i, box, Points(centre), default);
            room.Observe(image, observation.Timestamp, [box]);
            cue.Add(observation, room);
        }

        return cue.Read();
    }

    private static FivePoints Points(Vector2 c) =>
        new(c + new Vector2(-12, -10), c + new Vector2(12, -10), c, c + new Vector2(-10, 14), c + new Vector2(10, 14));

    private static Image Noise(int seed)
    {
        var random = new Random(seed);
        using var small = Image.Create(160, 120);
        random.NextBytes(small.Pixels);
        var image = Image.Create(640, 480);
        ImageOps.Resize(small, image);
        return image;
    }
}
