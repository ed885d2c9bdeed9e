using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Web.Addresses;
using AccessKiosk.Web.Operators;
using AccessKiosk.Web.Security;
using AccessKiosk.Web.Site;

namespace AccessKiosk.Web.Setup;

/// <summary>How far the site is set up, by what is there and by what somebody looked at and found good.</summary>
internal sealed class SetupProgress(LaneSet cameras, DoorSet doors, SiteRules rules, EnrolledPopulation population, KioskStore store, HealthNow health, SiteAddresses addresses)
{
    /// <summary>An admin found a camera's picture good.</summary>
    public const string CameraChecked = "setup.camera-checked";

    /// <summary>An admin saw a door open and lock.</summary>
    public const string DoorTested = "setup.door-tested";

    private const int Most = 1000;

    /// <summary>Notes what an admin saw.</summary>
    /// <param name="what">One of the two.</param>
    /// <param name="of">The camera or door.</param>
    /// <param name="by">The admin.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task CheckedAsync(string what, string of, string by, CancellationToken cancellationToken) => store.Audit.AppendAsync(by, what, of, cancellationToken: cancellationToken);

    /// <summary>Every step, in the order in which they are best taken.</summary>
    public async Task<IReadOnlyList<SetupStep>> StepsAsync(CancellationToken cancellationToken) =>
    [
        await CamerasAsync(cancellationToken),
        await DoorsAsync(cancellationToken),
        new("Rules", rules.Active.Stored is null ? "Nothing is written: every active person may pass every door at any time." : "Who may pass when is written.", rules.Active.Stored is not null, "/admin/doors"),
        await SecondFactorAsync(cancellationToken),
        OtherMachines(),
        await BackupAsync(cancellationToken),
        new("Calibration", IsOfSite ? "It was made with this site's camera." : "It was made from public pictures, not with this site's camera.", IsOfSite, "/admin/calibration"),
    ];

    private bool IsOfSite => population.Points.Record.Origin is CalibrationOrigin.Site;

    private async Task<SetupStep> CamerasAsync(CancellationToken cancellationToken)
    {
        var good = await OfAsync(CameraChecked, cancellationToken);
        var left = cameras.Lanes.Where(lane => !lane.Sees || !good.Contains(lane.Name)).ToList();
        return new(
            cameras.Lanes.Count > 1 ? "Cameras" : "Camera",
            left.Count == 0 ? "Aim, light and distance were found good."
                : left.Find(lane => !lane.Sees) is { } blind ? $"{(cameras.Lanes.Count > 1 ? $"Camera {blind.Name}" : "The camera")} gives no picture."
                : $"Look at aim, light and distance with the live picture{(cameras.Lanes.Count > 1 ? $": {string.Join(", ", left.Select(lane => lane.Name))}" : "")}.",
            left.Count == 0,
            left.Count == 0 ? "/admin/setup/camera" : $"/admin/setup/camera?camera={Uri.EscapeDataString(left[0].Name)}");
    }

    private async Task<SetupStep> DoorsAsync(CancellationToken cancellationToken)
    {
        var tested = await OfAsync(DoorTested, cancellationToken);
        string[] simulated = [.. doors.Simulated];
        string[] left = [.. doors.Doors.Where(door => !door.IsSimulated && !tested.Contains(door.Name)).Select(door => door.Name)];
        var words = simulated.Length > 0 ? $"No lock moves at {string.Join(", ", simulated)}: the relay is simulated."
            : left.Length > 0 ? $"See it open and lock again: {string.Join(", ", left)}."
            : "Seen to open and to lock again.";
        return new(doors.Doors.Count > 1 ? "Doors" : "Door", words, simulated.Length == 0 && left.Length == 0, "/admin/setup/door");
    }

    private async Task<SetupStep> SecondFactorAsync(CancellationToken cancellationToken)
    {
        string[] without = [.. (await store.Operators.ListAsync(cancellationToken)).Where(one => one.Role == Roles.Admin && OperatorCredential.IsPasswordAlone(one)).Select(one => one.Name)];
        return new("Second factor", without.Length == 0 ? "A stolen password alone lets nobody in as an admin." : $"A stolen password is enough to be {string.Join(" or ", without)}.", without.Length == 0, "/account");
    }

    private SetupStep OtherMachines() => addresses.Others() is [var address, ..]
        ? new("Other machines", $"Staff reach the pages at {address}.", true, "/admin/operators")
        : new("Other machines", "Only this machine reaches the staff pages.", false, "/admin/operators");

    private async Task<SetupStep> BackupAsync(CancellationToken cancellationToken)
    {
        var last = await health.LastBackupAsync(cancellationToken);
        return new("Backup", last is null ? "There is none yet. An installed box makes one every night." : "There is one. Keep copies off this box, and the master key apart from them.", last is not null, "/admin/backups");
    }

    private async Task<HashSet<string>> OfAsync(string action, CancellationToken cancellationToken) =>
        (await store.Audit.ListOfAsync(action, Most, cancellationToken)).Select(entry => entry.Subject).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
}
