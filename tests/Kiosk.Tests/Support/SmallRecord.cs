using System.Globalization;
using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Kiosk.Configuration;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>A sound calibration record that speaks for no more than one reference at a rate of <see cref="TooStrict"/>.</summary>
internal static class SmallRecord
{
    /// <summary>A false positive identification rate that its comparisons are too few for.</summary>
    public const double TooStrict = 0.000001;

    /// <summary>The setting of that rate.</summary>
    public static string TooStrictSetting { get; } = string.Create(CultureInfo.InvariantCulture, $"Recognition:MaxFpir={TooStrict}");

    /// <summary>The record without its tail, which is what speaks beyond the comparisons.</summary>
    public static CalibrationRecord Of(CalibrationRecord record) => record with { Tail = null, Data = record.Data with { Description = "small" } };

    /// <summary>Writes the one made of the record that ships.</summary>
    public static Task WriteAsync(string file) =>
        File.WriteAllTextAsync(file, CalibrationJson.Write(Of(ActiveCalibration.Load(KioskOptions.Load().Recognition.Thresholds).Record)), TestContext.Current.CancellationToken);
}
