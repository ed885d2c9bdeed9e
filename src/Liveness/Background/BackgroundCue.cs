using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Liveness.Background;

/// <summary>
/// Does the room that the kiosk knows still show right beside and above the head? A live head has nothing around it;
/// paper, phones and screens bring their own surround and cover the room's. Cannot tell until the empty room has been
/// seen, and nothing about what is worn on the face. Somebody close beside hides the room as well as a print would.
/// </summary>
internal sealed class BackgroundCue
{
    // In half faces from the middle of the face, as in the surround cue: past the ears and above the hair.
    private const float Beside = 1.45f, Above = 1.9f, Reach = 3, Chin = 0.7f;
    private const float EnoughBlocks = 6;
    private const double FullSeconds = 1;

    private double _sum, _seconds;

    /// <summary>Adds a frame.</summary>
    public void Add(FaceObservation face, SceneMonitor scene, double seconds)
    {
        if (!scene.Background.IsKnown)
            return;
        var half = face.Box.Square().Width / 2 / scene.Scale;
        var (cx, cy) = (face.Box.Center.X / scene.Scale, face.Box.Center.Y / scene.Scale);
        var (sum, weight) = (0f, 0f);
        for (var y = Start(cy - Reach * half); y < cy + Chin * half; y += BackgroundModel.Block)
        {
            for (var x = Start(cx - Reach * half); x < cx + Reach * half; x += BackgroundModel.Block)
            {
                var (u, v) = ((x + BackgroundModel.Block / 2 - cx) / half, (y + BackgroundModel.Block / 2 - cy) / half);
                if (MathF.Abs(u) < Beside && v > -Above)
                    continue;
                var vote = scene.Background.Compare(x, y);
                (sum, weight) = (sum + vote, weight + MathF.Abs(vote));
            }
        }

        if (weight <= 0)
            return;
        var sure = Math.Min(1, weight / EnoughBlocks);
        _sum += seconds * sure * sum / weight;
        _seconds += seconds * sure;
    }

    /// <summary>What was seen so far: 1 the room as it was, −1 something else.</summary>
    public CueReading Read() =>
        _seconds <= 0 ? CueReading.CannotTell : new((float)(_sum / _seconds), (float)Math.Min(1, _seconds / FullSeconds));

    /// <summary>Forgets the track.</summary>
    public void Reset() => (_sum, _seconds) = (0, 0);

    // On the room's own grid of blocks.
    private static int Start(float at) => Math.Max(0, (int)(at / BackgroundModel.Block) * BackgroundModel.Block);
}
