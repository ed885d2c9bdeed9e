namespace AccessKiosk.Liveness.Room;

/// <summary>
/// Does the head stand on a body? Where the kiosk knows the room, a neck and a chest below the chin hide it; below a face
/// that was cut out, or a small picture, it goes on. Cannot tell until the empty room has been seen.
/// </summary>
internal sealed class BodyCue
{
    // In half faces from the middle of the face: from below the chin to the chest, as wide as a neck and a bit.
    private const float Chin = 1.25f, Chest = 2.4f, Wide = 0.7f;
    private const float EnoughBlocks = 3;
    private const double FullSeconds = 1;

    private double _sum, _seconds;

    /// <summary>Adds a frame.</summary>
    public void Add(FaceObservation face, RoomModel room, double seconds)
    {
        if (!room.Known.IsKnown)
            return;
        var half = face.Box.Square().Width / 2 / room.Scale;
        var (cx, cy) = (face.Box.Center.X / room.Scale, face.Box.Center.Y / room.Scale);
        var (sum, weight) = (0f, 0f);
        for (var y = (int)(cy + Chin * half); y < cy + Chest * half; y += KnownRoom.Block)
        {
            for (var x = (int)(cx - Wide * half); x + KnownRoom.Block <= cx + Wide * half; x += KnownRoom.Block)
            {
                var vote = room.Known.Compare(x, y);
                (sum, weight) = (sum - vote, weight + MathF.Abs(vote));
            }
        }

        if (weight <= 0)
            return;
        var sure = Math.Min(1, weight / EnoughBlocks);
        _sum += seconds * sure * sum / weight;
        _seconds += seconds * sure;
    }

    /// <summary>What was seen so far: 1 something hides the room below the head, −1 the room goes on.</summary>
    public CueReading Read() =>
        _seconds <= 0 ? CueReading.CannotTell : new((float)(_sum / _seconds), (float)Math.Min(1, _seconds / FullSeconds));

    /// <summary>Forgets the track.</summary>
    public void Reset() => (_sum, _seconds) = (0, 0);
}
