
namespace AccessKiosk.Access.Policy;

/// <summary>
/// The rules of a site that has written none: every active, valid person at any time, with the usual lockout; those
/// without a face by the PIN that an operator gave them.
/// </summary>
public static class DefaultAccessModel
{
    /// <summary>The group that everybody is in.</summary>
    public static Guid Group { get; } = new("00000000-0000-0000-0000-000000000001");

    /// <summary>The model for some doors.</summary>
    public static AccessModel Model(params IEnumerable<string> doors) =>
        new([.. doors.Select(door => new DoorPolicy { Name = door, Permissions = [new(Group, When: null)], AllowPinOnly = true })]);
}
