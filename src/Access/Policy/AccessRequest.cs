using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Access.Policy;

/// <summary>What the camera side found.</summary>
public enum FaceAnswer
{
    /// <summary>A live face that is nobody's reference. The zero value, so that a forgotten field refuses.</summary>
    Unknown,

    /// <summary>A presentation attack.</summary>
    Attack,

    /// <summary>A live face of <see cref="AccessRequest.Person"/>.</summary>
    Identified,

    /// <summary>No face was evaluated: a staff number was typed, <see cref="AccessRequest.Person"/>'s if there is one.</summary>
    NotUsed,
}

/// <summary>What became of the PIN.</summary>
public enum PinAnswer
{
    /// <summary>None was typed yet.</summary>
    NotGiven,

    /// <summary>Wrong.</summary>
    Wrong,

    /// <summary>Right.</summary>
    Right,

    /// <summary>The duress PIN: right, and somebody forces the person.</summary>
    Duress,

    /// <summary>The stored hash cannot be read.</summary>
    Damaged,
}

/// <summary>One wish to pass one door.</summary>
/// <param name="Door">The door's name.</param>
/// <param name="At">When.</param>
/// <param name="Face">What the camera side found.</param>
/// <param name="Person">Who, when identified or named by a staff number.</param>
/// <param name="Pin">What became of the PIN.</param>
/// <param name="IsLockedDown">The door is locked down, as the door itself says: it outlives the program and this memory.</param>
/// <param name="Direction">Which way.</param>
public readonly record struct AccessRequest(
    string Door, DateTimeOffset At, FaceAnswer Face, PersonAccess? Person = null, PinAnswer Pin = PinAnswer.NotGiven, bool IsLockedDown = false,
    DoorDirection Direction = DoorDirection.In)
{
    private readonly DateTimeOffset? _steady;

    /// <summary>The face fits two people: it opens with the PIN of one of them alone, at every door and hour.</summary>
    public bool NeedsPin { get; init; }

    /// <summary>Where a number and PIN were typed: the display, as in <see cref="PadKey.Of"/>.</summary>
    public string Display { get; init; } = "";

    /// <summary>When, for failures and their back-off: on a clock that nobody sets. <see cref="At"/> by default.</summary>
    public DateTimeOffset Steady { get => _steady ?? At; init => _steady = value; }

    /// <summary>The pad it was typed at.</summary>
    public string Pad => PadKey.Of(Door, Display ?? "");
}
