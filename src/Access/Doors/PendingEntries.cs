using AccessKiosk.Access.Policy;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Access.Doors;

/// <summary>
/// People who were granted and have not gone through yet. They count as passed (anti-passback, first person) when the door
/// is opened; without a contact, or while the door is open already, with the grant.
/// </summary>
public sealed class PendingEntries(Door door, CurrentAccessPolicy policy, PersistedAccessState memory)
{
    private readonly List<AccessRequest> _waiting = [];
    private TimeSpan _until;

    /// <summary>Somebody was granted. The caller holds <see cref="PersistedAccessState.Gate"/>.</summary>
    public void Granted(in AccessRequest request)
    {
        if (!door.HasContact || door.State.Leaf is not DoorLeaf.Closed)
        {
            Count(request);
            return;
        }

        // Those of an earlier grant stayed outside.
        if (door.Moment > _until)
            _waiting.Clear();
        _waiting.Add(request);
        _until = door.Moment + door.PassageTime;
    }

    /// <summary>The door was opened lawfully.</summary>
    public void Opened(DoorEvent happened)
    {
        lock (memory.Gate)
        {
            if (happened.Moment <= _until)
                _waiting.ForEach(request => Count(request));
            _waiting.Clear();
        }
    }

    private void Count(in AccessRequest request) => memory.Pass(policy.Current, request);
}
