using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Liveness.Background;

/// <summary>
/// Does the head stand on a body? Where the kiosk knows the room, a neck and a chest below the chin hide it; below a face
/// that was cut out, or a small picture, it goes on. Cannot tell until the empty room has been seen.
/// </summary>
internal sealed class BodyCue
{
    // In half faces from the middle of the face: neck, then chest, as wide as a neck and a bit. What was cut out with its
    // neck ends above the chest.
    private const float Chin = 1.25f, Collar = 2.4f, Chest = 3.6f, Wide = 0.7f;
    private const float EnoughBlocks = 3;
    private const double FullSeconds = 1;

    private double _sum, _seconds;

    /// <summary>Adds a frame.</summary>
    public void Add(FaceObservation face, SceneMonitor scene, double seconds)
    {
        if (!scene.Background.IsKnown)
            return;
        var (neck, sureNeck) = Hidden(face, scene, Chin, Collar);
        var (chest, sureChest) = Hidden(face, scene, Collar, Chest);
        var sure = MathF.Max(sureNeck, sureChest);
        // The worse of the two; one that lies below the frame is silent.
        var hidden = MathF.Min(sureNeck > 0.5f ? neck : 1, sureChest > 0.5f ? chest : 1);
        if (sureNeck <= 0.5f && sureChest <= 0.5f)
            return;
        _sum += seconds * sure * hidden;
        _seconds += seconds * sure;
    }

    /// <summary>What was seen so far: 1 something hides the room below the head, −1 the room goes on.</summary>
    public CueReading Read() =>
        _seconds <= 0 ? CueReading.CannotTell : new((float)(_sum / _seconds), (float)Math.Min(1, _seconds / FullSeconds));

    /// <summary>Forgets the track.</summary>
    public void Reset() => (_sum, _seconds) = (0, 0);

    private static (float Hidden, float Sure) Hidden(FaceObservation face, SceneMonitor scene, float from, float to)
    {
        var half = face.Box.Square().Width / 2 / scene.Scale;
        var (cx, cy) = (face.Box.Center.X / scene.Scale, face.Box.Center.Y / scene.Scale);
        var (sum, weight) = (0f, 0f);
        for (var y = (int)(cy + from * half); y + BackgroundModel.Block <= cy + to * half; y += BackgroundModel.Block)
        {
            for (var x = (int)(cx - Wide * half); x + BackgroundModel.Block <= cx + Wide * half; x += BackgroundModel.Block)
            {
                var vote = scene.Background.Compare(x, y);
                (sum, weight) = (sum - vote, weight + MathF.Abs(vote));
            }
        }

        return weight <= 0 ? default : (sum / weight, MathF.Min(1, weight / EnoughBlocks));
    }
}
