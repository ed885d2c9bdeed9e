using AccessKiosk.Liveness.Background;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Tests.Background;

/// <summary>Something stands before a textured wall: a person, a poster, a floating head.</summary>
public sealed class BackgroundCueTests : IDisposable
{
    private static readonly Box Face = new(280, 140, 80, 80);

    private readonly Image _wall = Noise(1), _other = Noise(2);

    [Fact]
    public void Around_a_person_the_room_shows_and_below_the_head_it_does_not()
    {
        var (room, body) = Evidence(new(285, 130, 70, 90), new(200, 225, 240, 255));

        Assert.True(room is { Evidence: > 0.9f, Confidence: 1 }, $"{room}");
        Assert.True(body is { Evidence: > 0.6f, Confidence: 1 }, $"{body}");
    }

    [Fact]
    public void A_poster_hides_the_room_around_the_head() =>
        Assert.True(Evidence(new Box(180, 60, 280, 300)).Room is { Evidence: < 0.2f, Confidence: 1 });

    [Fact]
    public void Below_a_head_without_a_body_the_room_goes_on() =>
        Assert.True(Evidence(new Box(275, 125, 90, 120)).Body is { Evidence: < 0, Confidence: 1 });

    [Fact]
    public void Before_the_room_was_seen_empty_nothing_can_be_told()
    {
        var (room, body) = Before(emptySeconds: 0, new Box(180, 60, 280, 300));

        Assert.Equal(CueReading.CannotTell, room);
        Assert.Equal(CueReading.CannotTell, body);
    }

    public void Dispose()
    {
        _wall.Dispose();
        _other.Dispose();
    }

    private (CueReading Room, CueReading Body) Evidence(params Box[] covered) => Before(emptySeconds: 2, covered);

    private (CueReading Room, CueReading Body) Before(double emptySeconds, params Box[] covered)
    {
        using var room = new SceneMonitor();
        using var image = Image.Create(640, 480);
        var (cue, body, observation, at) = (new BackgroundCue(), new BodyCue(), new FaceObservation(), TimeSpan.Zero);
        _wall.CopyTo(image);
        for (; at.TotalSeconds < emptySeconds; at += TimeSpan.FromSeconds(0.1))
            room.Observe(image, at, []);
        foreach (var box in covered)
            for (var y = (int)box.Y; y < (int)box.Bottom; y++)
                _other.Row(y).Slice(3 * (int)box.X, 3 * (int)box.Width).CopyTo(image.Row(y)[(3 * (int)box.X)..]);
        for (var i = 0; i < 12; i++, at += TimeSpan.FromSeconds(0.1))
        {
            room.Observe(image, at, [Face]);
            observation.Set(image, at, i, Face, default, default);
            cue.Add(observation, room, 0.1);
            body.Add(observation, room, 0.1);
        }

        return (cue.Read(), body.Read());
    }

    private static Image Noise(int seed)
    {
        using var small = Image.Create(80, 60);
        new Random(seed).NextBytes(small.Pixels);
        var image = Image.Create(640, 480);
        ImageOps.Resize(small, image);
        return image;
    }
}
