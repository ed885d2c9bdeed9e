using System.Reflection;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Vision.Tests.Quality;

/// <summary>Each limit of a face picture decides by itself.</summary>
public sealed class QualityLimitTests
{
    private static readonly FaceQuality Measured = new(60, 0.95f, 200, 120, 40, new(10, 8, 6), 0.3f) { Misfit = 0.2f };

    public static TheoryData<string, float, float, QualityFaults> Limits => new()
    {
        { nameof(QualityOptions.MinEyeDistance), 59, 61, QualityFaults.TooFar },
        { nameof(QualityOptions.MinInside), 0.94f, 0.96f, QualityFaults.CutOff },
        { nameof(QualityOptions.MinSharpness), 199, 201, QualityFaults.Blurred },
        { nameof(QualityOptions.MinBrightness), 119, 121, QualityFaults.TooDark },
        { nameof(QualityOptions.MaxBrightness), 121, 119, QualityFaults.TooBright },
        { nameof(QualityOptions.MinContrast), 39, 41, QualityFaults.LowContrast },
        { nameof(QualityOptions.MaxYaw), 11, 9, QualityFaults.TurnedAway },
        { nameof(QualityOptions.MaxPitch), 9, 7, QualityFaults.TurnedAway },
        { nameof(QualityOptions.MaxRoll), 7, 5, QualityFaults.TurnedAway },
        { nameof(QualityOptions.MinEyeOpenness), 0.29f, 0.31f, QualityFaults.EyesShut },
        { nameof(QualityOptions.MaxMisfit), 0.21f, 0.19f, QualityFaults.Covered },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_picture_on_the_wrong_side_of_one_limit_has_that_fault_and_no_other(string limit, float passes, float fails, QualityFaults fault)
    {
        Assert.Equal(QualityFaults.None, Measured.Faults(With(limit, passes)));
        Assert.Equal(fault, Measured.Faults(With(limit, fails)));
    }

    [Fact]
    public void Every_limit_is_tried() =>
        Assert.Equal(
            typeof(QualityOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(limit => limit.Name).Order(StringComparer.Ordinal),
            Limits.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    private static QualityOptions With(string limit, float value)
    {
        var options = new QualityOptions();
        typeof(QualityOptions).GetProperty(limit)!.SetValue(options, value);
        return options;
    }
}
