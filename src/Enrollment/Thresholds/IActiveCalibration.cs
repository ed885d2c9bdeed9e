namespace AccessKiosk.Enrollment.Thresholds;

/// <summary>Thresholds, all of them from the active calibration record.</summary>
public interface IActiveCalibration
{
    /// <summary>
    /// The comparison score that keeps the wanted FPIR in a gallery of this many references; positive infinity, which
    /// nobody reaches, where the record cannot speak for so many.
    /// </summary>
    float DoorThreshold(int references);

    /// <summary>The comparison score that two pictures of one person reach: FMR 1 %.</summary>
    float MinAgreement { get; }

    /// <summary>How often another record took the place of the active one.</summary>
    long Replacements { get; }
}
