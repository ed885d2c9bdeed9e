using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Recognition.Decisions;

/// <summary>The one track that may be decided on, and whether it was.</summary>
internal sealed class SubjectTrack(TrackState state)
{
    private const int MostDoublings = 4;

    private ReasonCode? _reason;
    private long _track;
    private int _refusals;

    /// <summary>What it has shown.</summary>
    public TrackState State { get; } = state;

    /// <summary>When it was decided; null while it is open.</summary>
    public TimeSpan? DecidedAt { get; private set; }

    /// <summary>Starts over for a track.</summary>
    public void Begin(long track, TimeSpan now)
    {
        if (track != _track)
            _refusals = 0;
        _track = track;
        DecidedAt = null;
        State.Begin(track, now);
    }

    /// <summary>Marks it as decided.</summary>
    public void Decide(TimeSpan now, ReasonCode? reason)
    {
        (DecidedAt, _reason) = (now, reason);
        _refusals = reason is null or ReasonCode.NoGoodView ? 0 : _refusals + 1;
    }

    /// <summary>Refusals until now say nothing about the next try.</summary>
    public void Reconsider() => _refusals = 0;

    /// <summary>Whether a decided track may try again; an attack never may, it must leave first.</summary>
    public bool MayRetry(TimeSpan now, RecognitionOptions options) => DecidedAt is { } at && _reason switch
    {
        ReasonCode.PresentationAttack => false,
        null => (now - at).TotalSeconds >= options.GrantAgainAfter,
        // Whoever stays and is refused again and again is looked at less and less often.
        _ => (now - at).TotalSeconds >= options.RetryAfter * (1 << Math.Clamp(_refusals - 1, 0, MostDoublings)),
    };
}
