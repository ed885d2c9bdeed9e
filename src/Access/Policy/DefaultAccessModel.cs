
namespace AccessKiosk.Access.Policy;

/// <summary>
/// The rules of a site that has written none: every active, valid person at any time by face, with the usual lockout.
/// Nobody passes by number and PIN alone: that is guessed more easily than a face is forged.
/// </summary>
public static class DefaultAccessModel
{
    /// <summary>The group that everybody is in.</summary>
    public static Guid Group { get; } = new("00000000-0000-0000-0000-000000000001");

    /// <summary>What that group is called.</summary>
    public const string GroupName = "Everyone";

    /// <summary>The model for some doors.</summary>
    public static AccessModel Model(params IEnumerable<string> doors) =>
        new([.. doors.Select(door => new DoorPolicy { Name = door, Permissions = [new(Group, When: null)] })]);
}
