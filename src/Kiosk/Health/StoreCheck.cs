using AccessKiosk.Enrollment.Store;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Clock;
using AccessKiosk.Storage.Lifecycle;

namespace AccessKiosk.Kiosk.Health;

/// <summary>Whether the store opens, who is in it, and the calibration that it holds. Nothing is said where there is none yet.</summary>
internal static class StoreCheck
{
    /// <summary>The store's lines, and with how many references, at which thresholds, the kiosk works; null where the store does not say.</summary>
    public static async Task<(IReadOnlyList<CheckResult> Results, ActiveCalibration? Points, int References)> RunAsync(KioskOptions options, CancellationToken cancellationToken)
    {
        if (!options.Store.Exists)
            return ([], null, 0);
        try
        {
            await using var store = await KioskStore.OpenAsync(options.Store, StoreAccess.Read, TimeProvider.System, cancellationToken);
            var status = await store.StatusAsync(cancellationToken);
            return ([Of(status), Clock(store.Clock.Read()), await RulesCheck.RunAsync(options, store, cancellationToken)], await PointsAsync(options, store, cancellationToken), status.References);
        }
        catch (StoreException fault)
        {
            return ([CheckResult.Fail("store", fault.Message, "Nobody can be let in until the store opens.")], null, 0);
        }
    }

    private static CheckResult Of(StoreStatus status)
    {
        var found = $"{status.Database}: {status.People:N0} {(status.People == 1 ? "person" : "people")}, {status.References:N0} references, {status.Bytes / 1024.0 / 1024.0:0.0} MB";
        return status.AuditReachesAnchor
            ? CheckResult.Ok("store", found)
            : CheckResult.Warn("store", $"{found}; the audit was touched while the kiosk was down", "Run ./kiosk audit verify.");
    }

    private static CheckResult Clock(ClockReading clock) => clock.Fault is { } fault
        ? CheckResult.Fail("witnessed time", fault, "Set the clock, or confirm the date: ./kiosk privacy confirm-clock.")
        : CheckResult.Ok("witnessed time", $"{clock.Witnessed:yyyy-MM-dd HH:mm} UTC");

    private static async Task<ActiveCalibration?> PointsAsync(KioskOptions options, KioskStore store, CancellationToken cancellationToken)
    {
        try
        {
            return await ActiveCalibration.LoadAsync(options.Recognition.Thresholds, store, _ => { }, cancellationToken);
        }
        catch (Enrollment.Calibration.CalibrationException)
        {
            // The calibration's own line says it.
            return null;
        }
    }
}
