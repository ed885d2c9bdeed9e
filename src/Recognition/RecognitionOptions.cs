using System.ComponentModel.DataAnnotations;
using AccessKiosk.Enrollment.Thresholds;

namespace AccessKiosk.Recognition;

/// <summary>How a track becomes a decision (configuration section <c>Recognition</c>).</summary>
public sealed class RecognitionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Recognition";

    /// <summary>False positive identification rate wanted per attempt (FPIR, ISO/IEC 19795-1); the threshold follows from it.</summary>
    [Range(1e-6, 0.05)]
    public double MaxFpir { get; set; } = 0.001;

    /// <summary>Path of the calibration record; empty: the one that ships, measured on public data.</summary>
    public string Calibration { get; set; } = "";

    /// <summary>The record and the error rate that thresholds come from.</summary>
    public CalibrationChoice Thresholds => new(Calibration, MaxFpir);

    /// <summary>Good frames that must be averaged before a track is identified.</summary>
    [Range(1, 30)]
    public int MinFrames { get; set; } = 3;

    /// <summary>Least lead of the best person's score over the second best's.</summary>
    [Range(0, 0.5)]
    public float MinMargin { get; set; } = 0.05f;

    /// <summary>Seconds that a track has in the interaction zone until it is refused.</summary>
    [Range(1, 30)]
    public double TimeLimit { get; set; } = 5;

    /// <summary>Seconds after a refusal until the same track may try again; doubles with each further refusal, four times at most.</summary>
    [Range(1, 120)]
    public double RetryAfter { get; set; } = 5;

    /// <summary>Seconds after a grant until a person who stayed before the camera is let in again.</summary>
    [Range(2, 600)]
    public double GrantAgainAfter { get; set; } = 15;

    /// <summary>Two faces whose sizes differ by less than this ratio are both candidates: one at a time, please.</summary>
    [Range(1, 3)]
    public float AmbiguousSize { get; set; } = 1.2f;
}
