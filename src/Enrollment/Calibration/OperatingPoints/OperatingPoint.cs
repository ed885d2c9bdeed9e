using System.Runtime.InteropServices;

namespace AccessKiosk.Enrollment.Calibration.OperatingPoints;

/// <summary>A threshold, and what it promises for one gallery size.</summary>
/// <param name="Threshold">A comparison at or above it is a match.</param>
/// <param name="Fmr">False match rate of one comparison at that threshold that the choice rests on.</param>
/// <param name="Fpir">The chance promised at most that a search for someone not enrolled finds somebody.</param>
/// <param name="Fnmr">Share of mated comparisons below the threshold, as calibrated.</param>
/// <param name="GallerySize">References searched.</param>
/// <param name="Extrapolated">Whether the threshold lies beyond what the comparisons themselves show.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OperatingPoint(
    float Threshold, double Fmr, double Fpir, double Fnmr, long GallerySize, bool Extrapolated);

/// <summary>What a score says about strangers.</summary>
/// <param name="Rate">Share of non-mated comparisons that reach the score.</param>
/// <param name="Upper95">Upper 95 % bound of it.</param>
/// <param name="Extrapolated">Whether it comes from the fitted tail.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FmrEstimate(double Rate, double Upper95, bool Extrapolated);
