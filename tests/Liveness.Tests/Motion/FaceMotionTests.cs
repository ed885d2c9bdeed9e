using System.Numerics;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Motion;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Liveness.Tests.Motion;

public sealed class FaceMotionTests
{
    private const double MinLag = FaceMotion.MinLag, MaxLag = FaceMotion.MaxLag;

    [Theory]
    [InlineData(25)]
    [InlineData(12.5)]
    [InlineData(5)]
    public void Once_the_first_key_is_old_enough_motion_is_watched_on_every_frame(double rate)
    {
        using var motion = new FaceMotion();
        var lags = Lags(motion, i => TimeSpan.FromSeconds(i / rate), (int)(3 * rate)).ToArray();

        var watched = lags.SkipWhile(lag => !(lag >= MinLag)).ToArray();
        Assert.True(lags.Length - watched.Length <= Math.Ceiling(MinLag * rate) + 1, $"{watched.Length} of {lags.Length}");
        // One frame's time more: the keys take turns on frames.
        Assert.All(watched, lag => Assert.InRange(lag, MinLag, MaxLag + 1 / rate));
        Assert.True(watched.Zip(watched.Skip(1)).Count(pair => pair.Second < pair.First) >= 2, "The keys never took turns.");
    }

    [Fact]
    public void What_lies_too_far_back_is_no_key()
    {
        using var motion = new FaceMotion();
        var lags = Lags(motion, i => TimeSpan.FromSeconds(i < 20 ? i / 25.0 : 2 + i / 25.0), 40).ToArray();

        Assert.True(double.IsNaN(lags[20]));
        Assert.True(lags[21] < 0.1, $"{lags[21]}");
    }

    // Of each frame; not a number where nothing was measured.
    private static IEnumerable<double> Lags(FaceMotion motion, Func<int, TimeSpan> time, int frames)
    {
        var image = Recordings.Load("franck.mp4", 1)[0];
        var face = Recordings.FaceOf(image);
        var half = face.Width / 2;
        var points = new FivePoints(
            face.Center + half * new Vector2(-0.4f, -0.3f), face.Center + half * new Vector2(0.4f, -0.3f), face.Center,
            face.Center + half * new Vector2(-0.3f, 0.5f), face.Center + half * new Vector2(0.3f, 0.5f));
        var observation = new FaceObservation();
        for (var i = 0; i < frames; i++)
        {
            observation.Set(image, time(i), i, face, points, default);
            yield return motion.Add(observation) ? motion.Lag : double.NaN;
        }
    }
}
