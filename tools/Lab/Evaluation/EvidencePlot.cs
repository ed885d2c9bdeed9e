using System.Globalization;
using System.Numerics;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Lab.Evaluation;

/// <summary>Draws a track's evidence over time: what each cue adds to the log-odds, their sum, and the verdict as a bar below.</summary>
public static class EvidencePlot
{
    private const int Width = 900, Height = 420;
    private const float Left = 50, Right = 720, Top = 40, Bottom = 370;
    private const float Range = 6;

    private static readonly Colour Ink = new(40, 40, 40), Pale = new(215, 215, 215), Grey = new(150, 150, 150);

    private static readonly Colour[] Palette =
    [
        new(31, 119, 180), new(255, 127, 14), new(44, 160, 44), new(148, 103, 189),
        new(140, 86, 75), new(227, 119, 194), new(127, 127, 127), new(23, 190, 207),
    ];

    /// <summary>Draws a plot.</summary>
    /// <param name="track">The track.</param>
    /// <param name="calibration">How much each cue counts.</param>
    /// <param name="title">One line, ASCII.</param>
    /// <returns>A picture that the caller owns.</returns>
    public static Image Make(TrackOutcome track, LivenessCalibration calibration, string title)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(calibration);
        var image = Image.Create(Width, Height);
        image.Pixels.Fill(255);
        var seconds = MathF.Max(1, (float)track.SecondsSeen);
        Axes(image, seconds, calibration, title);
        var points = new List<Vector2>();
        for (var c = 0; c < calibration.Cues.Count; c++)
        {
            var cue = calibration.Cues[c];
            Curve(image, points, track, seconds, Palette[c % Palette.Length], 1,
                s => cue.Weight * s.Cues[cue.Cue].Confidence * cue.Z(s.Cues[cue.Cue]));
            Draw.Text(image, cue.Cue.ToString(), new(Right + 20, Top + 45 + 22 * c), Palette[c % Palette.Length]);
        }

        Curve(image, points, track, seconds, Ink, 2, s => s.LogOdds);
        Draw.Text(image, "log-odds of live", new(Right + 20, Top + 20), Ink);
        Verdicts(image, track, seconds);
        return image;
    }

    private static Vector2 At(float seconds, float logOdds, float longest) => new(
        Left + (Right - Left) * seconds / longest,
        (Top + Bottom) / 2 - Math.Clamp(logOdds, -Range, Range) / Range * (Bottom - Top) / 2);

    private static void Axes(Image image, float seconds, LivenessCalibration calibration, string title)
    {
        Draw.Text(image, title, new(Left, 24), Ink, 0.6f);
        for (var y = -(int)Range; y <= Range; y += 2)
        {
            Draw.Line(image, At(0, y, seconds), At(seconds, y, seconds), Pale, 1);
            Draw.Text(image, y.ToString(CultureInfo.InvariantCulture), At(0, y, seconds) - new Vector2(30, -4), Grey, 0.4f);
        }

        for (var t = 0; t <= seconds; t++)
            Draw.Text(image, t.ToString(CultureInfo.InvariantCulture), At(t, -Range, seconds) + new Vector2(-3, 40), Grey, 0.4f);
        Draw.Line(image, At(0, calibration.LiveAbove, seconds), At(seconds, calibration.LiveAbove, seconds), Colour.Green, 1);
        Draw.Line(image, At(0, calibration.AttackBelow, seconds), At(seconds, calibration.AttackBelow, seconds), Colour.Red, 1);
    }

    private static void Curve(Image image, List<Vector2> points, TrackOutcome track, float seconds, Colour colour, int thickness, Func<EvidenceSample, float> value)
    {
        points.Clear();
        foreach (var sample in track.Evidence)
            points.Add(At(sample.Seconds, value(sample), seconds));
        if (points.Count > 1)
            Draw.Lines(image, points.ToArray(), closed: false, colour, thickness);
    }

    private static void Verdicts(Image image, TrackOutcome track, float seconds)
    {
        for (var i = 0; i + 1 < track.Evidence.Count; i++)
        {
            var (from, to) = (At(track.Evidence[i].Seconds, -Range, seconds), At(track.Evidence[i + 1].Seconds, -Range, seconds));
            var colour = track.Evidence[i].Verdict switch
            {
                LivenessVerdict.Live => Colour.Green,
                LivenessVerdict.Attack => Colour.Red,
                LivenessVerdict.ChallengeNeeded => Colour.Yellow,
                _ => Pale,
            };
            Draw.Rectangle(image, new Box(from.X, Bottom + 6, MathF.Max(1, to.X - from.X + 1), 12), colour, Draw.Filled);
        }
    }
}
