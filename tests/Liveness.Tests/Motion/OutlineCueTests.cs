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

    private static float Evidence(Action<Image> draw, Box? face = null)
    {
        using var image = Image.Create(640, 480);
        image.Pixels.Fill(90);
        draw(image);
        using var cue = new OutlineCue();
        var observation = new FaceObservation();
        observation.Set(image, TimeSpan.Zero, 0, face ?? Face, default, default);
        cue.Add(observation, 1);
        return cue.Read().Evidence;
    }
}
