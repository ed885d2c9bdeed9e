using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Access.Muster;

/// <summary>Why the list of a place may be wrong because of a door.</summary>
public enum PlaceDoubtKind
{
    /// <summary>Whoever leaves through the door is not seen.</summary>
    ExitUnseen,

    /// <summary>Whoever comes in through the door is not seen.</summary>
    EntryUnseen,

    /// <summary>The door has no contact: whoever is let in counts as gone through.</summary>
    NoContact,

    /// <summary>The door's rules follow nobody.</summary>
    NotFollowed,
}

/// <summary>One reason why the list of a place may be wrong.</summary>
/// <param name="Door">The door.</param>
/// <param name="Kind">What is wrong with it.</param>
public readonly record struct PlaceDoubt(string Door, PlaceDoubtKind Kind);

/// <summary>Somebody in the list.</summary>
/// <param name="Person">Who.</param>
/// <param name="Since">Since when they are there; null where no place of theirs is known.</param>
/// <param name="Safe">The mark of the muster that goes on; null when they are not marked.</param>
public sealed record MusterPerson(Person Person, DateTimeOffset? Since, SafeMark? Safe);

/// <summary>One place.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsOutside">Whether no door leads into it: whoever is there has left.</param>
/// <param name="People">Who is there, by name.</param>
/// <param name="Doubts">Why that may be wrong; empty where every door is read both ways.</param>
public sealed record MusterPlace(string Name, bool IsOutside, IReadOnlyList<MusterPerson> People, IReadOnlyList<PlaceDoubt> Doubts);

/// <summary>Who was where.</summary>
/// <param name="At">The moment.</param>
/// <param name="Places">Every place, those inside first.</param>
/// <param name="Unplaced">Active people of whom no place was known, by name.</param>
/// <param name="KnownSince">Before it no passage is kept; null when none is.</param>
public sealed record MusterList(DateTimeOffset At, IReadOnlyList<MusterPlace> Places, IReadOnlyList<MusterPerson> Unplaced, DateTimeOffset? KnownSince);
