using AccessKiosk.Liveness.Background;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Motion;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Tests.Motion;

public sealed class OutlineCueTests
{
    private static readonly Box Face = new(280, 180, 80, 80);

    [Fact]
    public void A_sheet_around_the_face_is_seen() => Assert.True(Evidence(i => Draw.Rectangle(i, new(220, 110, 200, 240), Colour.White, Draw.Filled)) < 0.2f);

    [Fact]
    public void A_bare_wall_is_no_outline() => Assert.True(Evidence(_ => { }) > 0.95f);

    [Fact]
    public void The_edge_of_the_frame_is_no_outline() =>
        Assert.True(Evidence(_ => { }, new(10, 10, 200, 200)) > 0.95f);

    [Fact]
    public void A_curtain_is_no_outline() => Assert.True(Evidence(i =>
    {
        for (var x = 0; x < 640; x += 12)
            Draw.Rectangle(i, new(x, 0, 6, 480), Colour.White, Draw.Filled);
    }) > 0.7f);

    [Fact]
    public void A_door_frame_that_the_empty_room_has_is_no_outline()
    {
        Assert.True(Evidence(DoorFrame) < 0.2f);
        Assert.True(Evidence(DoorFrame, room: DoorFrame) > 0.95f);
    }

    [Fact]
    public void A_sheet_before_a_door_frame_is_seen_all_the_same() => Assert.True(Evidence(
        i =>
        {
            DoorFrame(i);
            Draw.Rectangle(i, new(235, 125, 170, 210), Colour.White, Draw.Filled);
        },
        room: DoorFrame) < 0.2f);

    private static void DoorFrame(Image image) => Draw.Rectangle(image, new(210, 90, 220, 280), new(30, 30, 30), 6);

    private static float Evidence(Action<Image> draw, Box? face = null, Action<Image>? room = null)
    {
        using var image = Image.Create(640, 480);
        using var seen = new SceneMonitor();
        for (var i = 0; i < 20 && room is not null; i++)
        {
            Paint(room);
            seen.Observe(image, TimeSpan.FromSeconds(i / 10.0), []);
        }

        Paint(draw);
        seen.Observe(image, TimeSpan.FromSeconds(2), [face ?? Face]);
        using var cue = new OutlineCue();
        var observation = new FaceObservation();
        observation.Set(image, TimeSpan.FromSeconds(2), 0, face ?? Face, default, default);
        cue.Add(observation, seen, 1);
        return cue.Read().Evidence;

        void Paint(Action<Image> what)
        {
            image.Pixels.Fill(90);
            what(image);
        }
    }
}
