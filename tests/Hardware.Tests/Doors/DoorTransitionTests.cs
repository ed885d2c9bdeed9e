using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Hardware.Tests.Doors;

/// <summary>Every mode and every leaf against every input, written by hand from the rules.</summary>
public sealed class DoorTransitionTests
{
    // "=": stays. "!": stays and refuses. Otherwise the mode that follows.
    private const string Modes = """
        input            | Locked      | Unlocked    | HoldOpen    | Impaired    | Tampered    | Interlocked | Lockdown  | Fault     | Emergency
        Tick             | =           | =           | =           | =           | =           | =           | =         | =         | =
        Grant            | Unlocked    | =           | =           | !           | !           | !           | !         | !         | =
        PinGrant         | Unlocked    | =           | =           | Unlocked    | !           | !           | !         | !         | =
        RemoteUnlock     | Unlocked    | =           | =           | Unlocked    | Unlocked    | !           | !         | !         | =
        RexPressed       | =           | =           | =           | =           | =           | =           | =         | =         | =
        RexReleased      | =           | =           | =           | =           | =           | =           | =         | =         | =
        Opened           | =           | =           | =           | =           | =           | =           | =         | =         | =
        Closed           | =           | =           | =           | =           | =           | =           | =         | =         | =
        HoldOpenStarted  | HoldOpen    | HoldOpen    | =           | HoldOpen    | =           | =           | =         | =         | =
        HoldOpenEnded    | =           | =           | Locked      | =           | =           | =           | =         | =         | =
        TamperDetected   | Tampered    | Tampered    | Tampered    | Tampered    | =           | =           | =         | =         | =
        TamperCleared    | =           | =           | =           | =           | Locked      | =           | =         | =         | =
        PeerBusy         | Interlocked | Interlocked | Interlocked | Interlocked | Interlocked | =           | =         | =         | =
        PeerSecure       | =           | =           | =           | =           | =           | Locked      | =         | =         | =
        LockdownStarted  | Lockdown    | Lockdown    | Lockdown    | Lockdown    | Lockdown    | Lockdown    | =         | =         | =
        LockdownEnded    | =           | =           | =           | =           | =           | =           | Locked    | =         | =
        FaultDetected    | Fault       | Fault       | Fault       | Fault       | Fault       | Fault       | Fault     | =         | =
        FaultCleared     | =           | =           | =           | =           | =           | =           | =         | Locked    | =
        FacesBarred      | Impaired    | Impaired    | =           | =           | =           | =           | =         | =         | =
        FacesAllowed     | =           | =           | =           | Locked      | =           | =           | =         | =         | =
        GrantsBarred     | Impaired    | Impaired    | =           | =           | =           | =           | =         | =         | =
        GrantsAllowed    | =           | =           | =           | =           | =           | =           | =         | =         | =
        EmergencyStarted | Emergency   | Emergency   | Emergency   | Emergency   | Emergency   | Emergency   | Emergency | Emergency | =
        EmergencyEnded   | =           | =           | =           | =           | =           | =           | =         | =         | Locked
        """;

    // The lock is locked, no REX; "+": an alarm or warning begins, "-": it ends.
    private const string Leaves = """
        input            | Closed  | Open   | HeldWarning | HeldAlarm | Forced
        Tick             | =       | =      | =           | =         | =
        Grant            | =       | =      | Open-       | =         | =
        PinGrant         | =       | =      | Open-       | =         | =
        RemoteUnlock     | =       | =      | Open-       | =         | =
        RexPressed       | =       | =      | Open-       | =         | =
        RexReleased      | =       | =      | =           | =         | =
        Opened           | Forced+ | =      | =           | =         | =
        Closed           | =       | Closed | Closed-     | Closed-   | Closed-
        HoldOpenStarted  | =       | =      | Open-       | Open-     | =
        HoldOpenEnded    | =       | =      | =           | =         | =
        TamperDetected   | =       | =      | =           | =         | =
        TamperCleared    | =       | =      | =           | =         | =
        PeerBusy         | =       | =      | =           | =         | =
        PeerSecure       | =       | =      | =           | =         | =
        LockdownStarted  | =       | =      | =           | =         | =
        LockdownEnded    | =       | =      | =           | =         | =
        FaultDetected    | =       | =      | =           | =         | =
        FaultCleared     | =       | =      | =           | =         | =
        FacesBarred      | =       | =      | =           | =         | =
        FacesAllowed     | =       | =      | =           | =         | =
        GrantsBarred     | =       | =      | =           | =         | =
        GrantsAllowed    | =       | =      | =           | =         | =
        EmergencyStarted | =       | =      | Open-       | Open-     | =
        EmergencyEnded   | =       | =      | =           | =         | =
        """;

    private const DoorActions Began = DoorActions.AlarmForced | DoorActions.AlarmHeldOpen | DoorActions.WarnHeldOpen;

    public static TheoryData<DoorMode, DoorInput, string> ModeCells => Cells<DoorMode>(Modes);

    public static TheoryData<DoorLeaf, DoorInput, string> LeafCells => Cells<DoorLeaf>(Leaves);

    [Theory]
    [MemberData(nameof(ModeCells))]
    public void Each_mode_answers_each_input_as_the_table_says(DoorMode mode, DoorInput input, string cell)
    {
        var walk = Walk.To(mode);
        var wasUnlocked = walk.State.IsUnlocked;

        var actions = walk.Do(input);

        Assert.Equal(cell is "=" or "!" ? mode : Enum.Parse<DoorMode>(cell), walk.State.Mode);
        Assert.Equal(cell is "!", actions.HasFlag(DoorActions.Refuse));
        Assert.Equal(!wasUnlocked && walk.State.IsUnlocked, actions.HasFlag(DoorActions.Unlock));
        Assert.Equal(wasUnlocked && !walk.State.IsUnlocked, actions.HasFlag(DoorActions.Lock));
    }

    [Theory]
    [MemberData(nameof(LeafCells))]
    public void Each_leaf_answers_each_input_as_the_table_says(DoorLeaf leaf, DoorInput input, string cell)
    {
        var walk = Walk.To(leaf);

        var actions = walk.Do(input);

        Assert.Equal(cell is "=" ? leaf : Enum.Parse<DoorLeaf>(cell.TrimEnd('+', '-')), walk.State.Leaf);
        Assert.Equal(cell.EndsWith('+'), (actions & Began) != DoorActions.None);
        Assert.Equal(cell.EndsWith('-'), actions.HasFlag(DoorActions.EndDoorAlarm));
    }

    [Fact]
    public void The_tables_hold_every_input()
    {
        Assert.Equal(Enum.GetValues<DoorInput>().Length * Enum.GetValues<DoorMode>().Length, ModeCells.Count);
        Assert.Equal(Enum.GetValues<DoorInput>().Length * Enum.GetValues<DoorLeaf>().Length, LeafCells.Count);
    }

    private static TheoryData<T, DoorInput, string> Cells<T>(string table) where T : struct, Enum
    {
        var rows = table.Split('\n').Select(row => row.Split('|', StringSplitOptions.TrimEntries)).ToArray();
        var cells = new TheoryData<T, DoorInput, string>();
        foreach (var row in rows.Skip(1))
        {
            for (var column = 1; column < row.Length; column++)
                cells.Add(Enum.Parse<T>(rows[0][column]), Enum.Parse<DoorInput>(row[0]), row[column]);
        }

        return cells;
    }
}
