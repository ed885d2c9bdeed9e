using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Recognition;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>A sound calibration record that speaks for no more than one reference where <see cref="TooStrict"/> is set.</summary>
internal static class SmallRecord
{
    /// <summary>The setting of a rate that its comparisons are too few for.</summary>
    public const string TooStrict = "Recognition:MaxFpir=0.000001";

    /// <summary>The record without its tail, which is what speaks beyond the comparisons.</summary>
    public static CalibrationRecord Of(CalibrationRecord record) => record with { Tail = null, Data = record.Data with { Description = "small" } };

    /// <summary>Writes the one made of the record that ships.</summary>
    public static Task WriteAsync(string file) =>
        File.WriteAllTextAsync(file, CalibrationJson.Write(Of(OperatingPoints.Load(KioskOptions.Load()).Record)), TestContext.Current.CancellationToken);
}
