using AccessKiosk.Storage.Records;

namespace AccessKiosk.Web.Review.Alerts;

/// <summary>What a reviewer may find.</summary>
/// <param name="Name">In the store and the API.</param>
/// <param name="Words">On pages.</param>
/// <param name="Key">The key that gives it.</param>
/// <param name="Tone">The tag's colour.</param>
internal sealed record Verdict(string Name, string Words, char Key, string Tone)
{
    /// <summary>It was an attack.</summary>
    public static Verdict Attack { get; } = new("attack", "Attack confirmed", '1', "bad");

    /// <summary>It was a live person.</summary>
    public static Verdict FalseAlarm { get; } = new("false-alarm", "False alarm", '2', "good");

    /// <summary>It cannot be told.</summary>
    public static Verdict Unclear { get; } = new("unclear", "Unclear", '3', "warn");

    /// <summary>Every verdict.</summary>
    public static IReadOnlyList<Verdict> All { get; } = [Attack, FalseAlarm, Unclear];

    /// <summary>The finding to be stored.</summary>
    /// <param name="note">A remark; null for none.</param>
    /// <param name="forCalibration">Whether the next calibration is to learn from it, which it does from false alarms alone.</param>
    public AlertReview Review(string? note, bool forCalibration) => new(Name, note, forCalibration && this == FalseAlarm);

    /// <summary>The verdict of a name; null when there is none.</summary>
    public static Verdict? Find(string? name) => All.FirstOrDefault(verdict => verdict.Name == name);
}
