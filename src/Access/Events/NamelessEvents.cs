using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Events;

/// <summary>Events for output that is kept, such as the journal's.</summary>
public static class NamelessEvents
{
    // What an operator does at a door has their name as its detail.
    private static readonly HashSet<string> OperatorCauses = new(
        new[] { DoorInput.RemoteUnlock, DoorInput.LockdownStarted, DoorInput.LockdownEnded, DoorInput.HoldOpenStarted, DoorInput.HoldOpenEnded }.Select(SnakeCase.Name), StringComparer.Ordinal);

    /// <summary>The event with nobody's name.</summary>
    public static AccessEvent WithoutNames(this AccessEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return happened with { Name = null, Detail = happened.Cause is { } cause && OperatorCauses.Contains(cause) ? null : happened.Detail };
    }
}
