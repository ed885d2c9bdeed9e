using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccessKiosk.Storage.Events;

/// <summary>Why somebody was refused, or which soft rule a grant has broken. Numbers and names are stable; docs/events.md is made from it.</summary>
[JsonConverter(typeof(SnakeCaseJson<ReasonCode>))]
public enum ReasonCode
{
    /// <summary>A live face that is not enrolled.</summary>
    [Description("No enrolled person reaches the threshold.")]
    UnknownFace = 1,

    /// <summary>Neither live nor attack could be told.</summary>
    [Description("Liveness was not shown in time.")]
    LivenessNotShown = 2,

    /// <summary>Too few good frames.</summary>
    [Description("Too few good frames in time.")]
    NoGoodView = 3,

    /// <summary>A presentation attack.</summary>
    [Description("A presentation attack is suspected.")]
    PresentationAttack = 4,

    /// <summary>A challenge was not answered.</summary>
    [Description("The person did not do what was asked, or not in time.")]
    ChallengeFailed = 5,

    /// <summary>Two enrolled people who cannot be told apart.</summary>
    [Description("The face fits two enrolled people who cannot be told apart: the field `alike` names them.")]
    TooAlike = 6,

    /// <summary>The rules do not know the door.</summary>
    [Description("The rules do not know this door.")]
    UnknownDoor = 10,

    /// <summary>Locked down.</summary>
    [Description("The door is locked down.")]
    Lockdown = 11,

    /// <summary>Too many failures.</summary>
    [Description("Too many failures: attempts are refused for a while.")]
    LockedOut = 12,

    /// <summary>The person is suspended.</summary>
    [Description("The person is suspended.")]
    Suspended = 13,

    /// <summary>Validity has not begun.</summary>
    [Description("The person's validity has not begun.")]
    NotYetValid = 14,

    /// <summary>Validity is over.</summary>
    [Description("The person's validity is over.")]
    Expired = 15,

    // 16 was a reason of an early version and is not given again.

    /// <summary>No group of the person has the door.</summary>
    [Description("No group of the person has this door.")]
    NoPermission = 17,

    /// <summary>Outside the schedule.</summary>
    [Description("The person has this door, but not at this time.")]
    OutsideSchedule = 18,

    /// <summary>A holiday.</summary>
    [Description("The person has this door, but not on this holiday.")]
    Holiday = 19,

    /// <summary>The first person of the day has not come.</summary>
    [Description("The first person of the day has not come yet.")]
    NoFirstPerson = 20,

    /// <summary>Anti-passback.</summary>
    [Description("Anti-passback: the person is recorded elsewhere. On a grant: soft anti-passback let the person in all the same.")]
    AntiPassback = 21,

    /// <summary>No PIN is set.</summary>
    [Description("A PIN is needed and none is set for the person.")]
    NoPinSet = 30,

    /// <summary>A wrong PIN.</summary>
    [Description("The PIN was wrong.")]
    WrongPin = 31,

    /// <summary>The stored PIN is damaged.</summary>
    [Description("The person's stored PIN cannot be read; set it again.")]
    PinDamaged = 32,

    /// <summary>The PIN came too late.</summary>
    [Description("The PIN was typed after its time was over.")]
    PinTooLate = 33,

    /// <summary>An unknown staff number.</summary>
    [Description("The staff number is nobody's.")]
    UnknownNumber = 34,

    /// <summary>A number and a PIN are not enough.</summary>
    [Description("A staff number and a PIN are not enough: the door asks for faces, or the person has one enrolled.")]
    FaceNeeded = 35,

    /// <summary>The camera has a fault.</summary>
    [Description("The camera that saw the face has a fault.")]
    CameraFault = 40,

    /// <summary>The interlock.</summary>
    [Description("The other door of an interlock is unlocked or open.")]
    Interlocked = 41,

    /// <summary>The case was opened.</summary>
    [Description("The door stays locked because its case was opened.")]
    Tampered = 42,

    /// <summary>A fault of the door.</summary>
    [Description("A fault of the lock, the camera, the record or an input line keeps the door locked.")]
    DoorFault = 43,

    /// <summary>The door refuses otherwise.</summary>
    [Description("The door refuses for another reason.")]
    DoorRefuses = 44,
}

/// <summary>How somebody asked to be let in.</summary>
[JsonConverter(typeof(SnakeCaseJson<AccessMethod>))]
public enum AccessMethod
{
    /// <summary>With a face.</summary>
    Face,

    /// <summary>With a face and its PIN.</summary>
    FaceAndPin,

    /// <summary>With a staff number and a PIN.</summary>
    NumberAndPin,
}

/// <summary>Names of values in JSON and in the store.</summary>
public static class SnakeCase
{
    /// <summary>The name of a value, for instance <c>outside_schedule</c>.</summary>
    public static string Name<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a name; null for none.</summary>
    public static T? Parse<T>(string? name) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Name(value) == name)
                return value;
        return null;
    }
}

/// <summary>Writes values of an enumeration by <see cref="SnakeCase"/>.</summary>
public sealed class SnakeCaseJson<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) where T : struct, Enum;
