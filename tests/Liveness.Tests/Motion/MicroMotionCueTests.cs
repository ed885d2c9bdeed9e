using System.Numerics;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Motion;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Tests.Motion;

/// <summary>A real face, shown as a still that is moved about, and as the recording that it is.</summary>
public sealed class MicroMotionCueTests
{
    [Fact]
    public void A_talking_man_moves_beyond_what_a_plane_does()
    {
        var pictures = Recordings.Load("franck.mp4", 60);
        var cue = Evidence(i => pictures[i], _ => Vector2.Zero, pictures.Count);

        Assert.True(cue is { Evidence: > 0.2f, Confidence: > 0.5f }, $"{cue}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.7f)]
    public void A_still_has_no_motion_of_its_own_however_it_is_shifted(float step)
    {
        var still = Recordings.Load("franck.mp4", 1)[0];
        var cue = Evidence(_ => still, i => new(step * MathF.Sin(0.4f * i), step * MathF.Cos(0.3f * i)), 40);

        Assert.True(cue is { Evidence: < 0, Confidence: > 0.5f }, $"{cue}");
    }

    private static CueReading Evidence(Func<int, Image> picture, Func<int, Vector2> shift, int frames)
    {
        var face = Recordings.FaceOf(picture(0));
        using var motion = new FaceMotion();
        using var image = Image.Create(picture(0).Width, picture(0).Height);
        var (cue, observation) = (new MicroMotionCue(), new FaceObservation());
        for (var i = 0; i < frames; i++)
        {
            ImageOps.Warp(picture(i), image, Matrix3x2.CreateTranslation(shift(i)), Border.Replicate);
            var c = face.Center + shift(i);
            var half = face.Width / 2;
            var points = new FivePoints(
                c + half * new Vector2(-0.4f, -0.3f), c + half * new Vector2(0.4f, -0.3f), c, c + half * new Vector2(-0.3f, 0.5f), c + half * new Vector2(0.3f, 0.5f));
            observation.Set(image, TimeSpan.FromMilliseconds(40 * i), i, face with { X = face.X + shift(i).X, Y = face.Y + shift(i).Y }, points, default);
            if (motion.Add(observation))
                cue.Add(motion, 0.04);
        }

        return cue.Read();
    }
}
