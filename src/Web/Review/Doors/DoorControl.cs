using AccessKiosk.Access.Doors;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.Review.Doors;

/// <summary>What operators do to doors from afar; every act is audited.</summary>
internal sealed class DoorControl(PersistedAccessState memory, HoldOpenClock holds, Lockdown lockdown, KioskStore store)
{
    /// <summary>Opens a door once. The way out does not depend on the disk: it is done first, and audited with what came of it.</summary>
    public async Task<DoorAnswer> UnlockAsync(Door door, string by, CancellationToken cancellationToken)
    {
        var answer = door.RemoteUnlock(by);
        await AuditDoneAsync(by, answer.Open ? "door.unlocked" : "door.unlock-refused", door.Name, answer.Open ? null : new { mode = SnakeCase.Name(answer.Mode) });
        return answer;
    }

    /// <summary>Holds a door open for a time, unless something stronger has the lock.</summary>
    /// <returns>Whether it is held open now, and what has the lock.</returns>
    /// <exception cref="StoreException">It cannot be recorded, so it is not done.</exception>
    public async Task<DoorAnswer> HoldAsync(Door door, TimeSpan length, string by, CancellationToken cancellationToken)
    {
        if (door.State is { RefusesHold: true, Mode: var refusing })
            return new(false, refusing);
        await store.Audit.AppendAsync(by, "door.held-open", door.Name, new { minutes = Math.Round(length.TotalMinutes) }, cancellationToken);
        var answer = holds.Hold(door, length, by);
        if (!answer.Open)
            await store.Audit.AppendAsync(by, "door.hold-ended", door.Name, new { mode = SnakeCase.Name(answer.Mode) }, CancellationToken.None);
        return answer;
    }

    /// <summary>Ends an operator's hold.</summary>
    public async Task EndHoldAsync(Door door, string by, CancellationToken cancellationToken)
    {
        // Locking comes first: it must not depend on the disk.
        holds.End(door, by);
        await store.Audit.AppendAsync(by, "door.hold-ended", door.Name, null, cancellationToken);
    }

    /// <summary>Forgives where people are recorded to be.</summary>
    /// <returns>How many were recorded somewhere.</returns>
    /// <exception cref="StoreException">It cannot be recorded, so it is not done.</exception>
    public async Task<int> ForgiveAsync(Forgiveness whose, string by, CancellationToken cancellationToken)
    {
        await whose.RecordAsync(store, by, cancellationToken);
        return memory.Forgive(whose.People(store));
    }

    /// <summary>Ends the back-off of a door's pads.</summary>
    /// <exception cref="StoreException">It cannot be recorded, so it is not done.</exception>
    public async Task ClearPadsAsync(Door door, string by, CancellationToken cancellationToken)
    {
        await store.Audit.AppendAsync(by, "lockout.cleared", door.Name, null, cancellationToken);
        memory.ClearPads(door.Name);
    }

    /// <summary>Ends the back-off of one person's PIN.</summary>
    /// <exception cref="StoreException">It cannot be recorded, so it is not done.</exception>
    public async Task ClearPinAsync(PersonId person, string by, CancellationToken cancellationToken)
    {
        await store.Audit.AppendAsync(by, "lockout.cleared", person.ToString(), null, cancellationToken);
        memory.ClearPin(person);
    }

    /// <summary>Locks every door down. Holds of operators end, so that no door springs open afterwards.</summary>
    /// <exception cref="StoreException">The doors are locked down, but that cannot be recorded, or would end with a restart.</exception>
    public async Task LockDownAsync(string by, CancellationToken cancellationToken)
    {
        try
        {
            lockdown.Begin(by);
        }
        finally
        {
            holds.EndOverridden();
        }

        await store.Audit.AppendAsync(by, "doors.locked-down", null, null, cancellationToken);
    }

    /// <summary>Ends the lockdown of every door. In a lockdown neither the exit button nor an operator opens: its end does not depend on the disk.</summary>
    /// <exception cref="StoreException">The doors are free, but the lockdown would be back after a restart.</exception>
    public async Task EndLockdownAsync(string by)
    {
        try
        {
            lockdown.End(by);
        }
        finally
        {
            await AuditDoneAsync(by, "doors.lockdown-ended", null, null);
        }
    }

    // Done already, whether who asked waits for the answer or not.
    private async Task AuditDoneAsync(string by, string action, string? subject, object? details)
    {
        try
        {
            await store.Audit.AppendAsync(by, action, subject, details, CancellationToken.None);
        }
        catch (StoreException)
        {
            // The door's own event names the operator. It waits with everything else that cannot be recorded yet.
        }
    }
}
