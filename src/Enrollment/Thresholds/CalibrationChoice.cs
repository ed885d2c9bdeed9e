namespace AccessKiosk.Enrollment.Thresholds;

/// <summary>Which calibration record thresholds come from, and for which error rate.</summary>
/// <param name="File">Path of the record; empty: the newest in the store, else the one that ships.</param>
/// <param name="MaxFpir">Highest false positive identification rate per attempt (FPIR, ISO/IEC 19795-1).</param>
public readonly record struct CalibrationChoice(string File, double MaxFpir);
