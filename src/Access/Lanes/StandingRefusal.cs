using AccessKiosk.Access.Gate;
using AccessKiosk.Access.Policy;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Lanes;

/// <summary>
/// Somebody who is recognised, refused and stays. They are judged again and again, because a schedule may begin and a
/// lockdown may end; the record takes the refusal once.
/// </summary>
internal sealed class StandingRefusal
{
    // A face that is lost and found again is the same visit.
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(20);

    private PersonId? _person;
    private ReasonCode? _reason;
    private long _track;
    private TimeSpan _at;

    /// <summary>The camera was opened again: tracks are counted anew.</summary>
    public void Reset() => _person = null;

    /// <summary>Whether the answer is the last one once more, to the same person on the same visit.</summary>
    /// <param name="decision">What was recognised.</param>
    /// <param name="answer">What the door's rules said.</param>
    /// <param name="now">The frame's time.</param>
    public bool IsRepeated(in Decision decision, in GateAnswer answer, TimeSpan now)
    {
        if (answer.Outcome is not AccessOutcome.Deny)
        {
            _person = null;
            return false;
        }

        // Between two such answers the same face may fail to be recognised.
        if (!decision.IsIdentified)
            return false;
        var isRepeated = decision.Person == _person && answer.Reason == _reason
            && (decision.Track == _track || now - _at is var gap && gap >= TimeSpan.Zero && gap < Gap);
        (_person, _reason, _track, _at) = (decision.Person, answer.Reason, decision.Track, now);
        return isRepeated;
    }
}
