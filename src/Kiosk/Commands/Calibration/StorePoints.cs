using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;

namespace AccessKiosk.Kiosk.Commands.Calibration;

/// <summary>The operating points that the kiosk on this machine would use, for commands that need no people.</summary>
internal static class StorePoints
{
    /// <summary>From the store's newest record where there is a store with one, else from the file.</summary>
    /// <exception cref="CalibrationException">There is no usable record.</exception>
    /// <exception cref="StoreException">There is a store, but it does not open.</exception>
    public static async Task<ActiveCalibration> LoadAsync(KioskOptions options, CancellationToken cancellationToken)
    {
        if (!options.Store.Exists)
            return ActiveCalibration.Load(options.Recognition.Thresholds);
        await using var store = await KioskStore.OpenAsync(options.Store, StoreAccess.Read, TimeProvider.System, cancellationToken);
        return await ActiveCalibration.LoadAsync(options.Recognition.Thresholds, store, _ => { }, cancellationToken);
    }
}
