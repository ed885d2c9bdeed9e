using System.Numerics;
using AccessKiosk.Liveness.Background;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Tests.Background;

public sealed class SceneMonitorTests
{
    [Fact]
    public void A_still_camera_does_not_move()
    {
        using var room = Watch(step: 0);
        Assert.True(room.SeesFar);
        Assert.Equal(Vector2.Zero, room.CameraPath);
    }

    [Fact]
    public void A_moving_camera_is_followed()
    {
        using var room = Watch(step: 3);
        Assert.InRange(room.CameraPath.X, -9 * 3 * 1.2f, -9 * 3 * 0.8f);
        Assert.InRange(room.CameraPath.Y, -2, 2);
    }

    [Fact]
    public void An_interruption_leaves_the_empty_room_known_and_a_reset_does_until_it_is_recognised()
    {
        using var room = Watch(step: 0, frames: 40);
        Assert.True(room.Background.IsKnown);
        room.Interrupt();
        Assert.True(room.Background.IsKnown);
        room.Reset();
        Assert.False(room.Background.IsKnown);

        Show(room, step: 0, frames: 20, [new(250, 200, 120, 120)]);
        Assert.True(room.Background.IsKnown);
    }

    [Fact]
    public void A_reset_at_every_frame_of_a_lent_camera_makes_nothing_new()
    {
        using var room = Watch(step: 0, frames: 40);
        room.Reset();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var frame = 0; frame < 100; frame++)
            room.Reset();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static SceneMonitor Watch(int step, int frames = 10)
    {
        var room = new SceneMonitor();
        Show(room, step, frames, []);
        return room;
    }

    private static void Show(SceneMonitor room, int step, int frames, ReadOnlySpan<Box> faces)
    {
        var begin = room.Timestamp;
        using var scene = Image.Create(760, 480);
        using var small = Image.Create(190, 120);
        new Random(1).NextBytes(small.Pixels);
        ImageOps.Resize(small, scene);
        using var image = Image.Create(640, 480);
        for (var i = 0; i < frames; i++)
        {
            for (var y = 0; y < 480; y++)
                scene.Row(y).Slice(3 * step * i, 3 * 640).CopyTo(image.Row(y));
            room.Observe(image, begin + TimeSpan.FromMilliseconds(40 * i), faces);
        }
    }
}
