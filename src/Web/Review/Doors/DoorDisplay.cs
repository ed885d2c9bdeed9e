using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Web.Review.Doors;

/// <summary>How pages show doors.</summary>
internal static class DoorDisplay
{
    /// <summary>The colour of the lock's tag; the words say the same.</summary>
    public static string Tone(DoorState state) => state switch
    {
        { Leaf: DoorLeaf.Forced or DoorLeaf.HeldAlarm } => "bad",
        { Mode: DoorMode.Locked } => "good",
        { Mode: DoorMode.Lockdown or DoorMode.Fault or DoorMode.Tampered } => "bad",
        _ => "warn",
    };

    /// <summary>What came of an unlock, by the word in the address; null for another word.</summary>
    public static string? Done(string? done) => done switch
    {
        "unlock" => "The door was unlocked.",
        "open" => "The door stands open to anybody already: nothing was changed.",
        _ => null,
    };
}
