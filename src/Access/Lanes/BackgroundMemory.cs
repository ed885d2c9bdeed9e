using AccessKiosk.Liveness.Background;
using AccessKiosk.Recognition.Decisions;

namespace AccessKiosk.Access.Lanes;

/// <summary>The room that a lane's camera looks at, between the camera loop and whoever keeps it. Safe from any thread.</summary>
public sealed class BackgroundMemory
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private BackgroundSnapshot? _latest, _earlier;
    private TimeSpan _noted = TimeSpan.MaxValue;

    /// <summary>The room as it was last noted; null where it was not known yet.</summary>
    public BackgroundSnapshot? Latest => Volatile.Read(ref _latest);

    /// <summary>Gives the room of an earlier run.</summary>
    public void Offer(BackgroundSnapshot before) => Volatile.Write(ref _earlier, before);

    /// <summary>Offers what was given to the loop's pipeline, and notes its room once a minute.</summary>
    internal void Exchange(RecognitionPipeline pipeline, TimeSpan now)
    {
        if (Volatile.Read(ref _earlier) is not null && Interlocked.Exchange(ref _earlier, null) is { } before)
            pipeline.OfferBackground(before);
        if (now >= _noted && now - _noted < Every)
            return;
        if (pipeline.CopyBackground() is not { } room)
            return;
        _noted = now;
        Volatile.Write(ref _latest, room);
    }
}
