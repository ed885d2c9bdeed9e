namespace AccessKiosk.Lab.Evaluation;

/// <summary>One still, as the texture network sees its face.</summary>
/// <param name="Set">The data set that it belongs to.</param>
/// <param name="Subject">The part of the data set.</param>
/// <param name="IsAttack">The answer.</param>
/// <param name="LogOdds">The network's log-odds of live; null where no face was found.</param>
public readonly record struct Still(string Set, string Subject, bool IsAttack, float? LogOdds);

/// <summary>Stills of one data set, by texture alone: nothing moves, so no other cue can tell.</summary>
/// <param name="Set">The data set, or <see cref="PromptnessReport.All"/>.</param>
/// <param name="NotFound">Stills in which no face was found that is near enough.</param>
/// <param name="Live">Live faces whose texture speaks for live.</param>
/// <param name="Attack">Attacks whose texture does (errors).</param>
/// <param name="Auc">Area under the ROC curve; null without both kinds.</param>
public sealed record StillsReport(string Set, int NotFound, ShareReport Live, ShareReport Attack, double? Auc)
{
    /// <summary>All stills, then each data set's.</summary>
    /// <param name="stills">The stills.</param>
    /// <param name="centre">Texture log-odds that say nothing, from the calibration.</param>
    public static IReadOnlyList<StillsReport> Of(IReadOnlyList<Still> stills, float centre)
    {
        ArgumentNullException.ThrowIfNull(stills);
        return [Of(PromptnessReport.All, stills, centre), .. stills.GroupBy(s => $"{s.Set}: {s.Subject}", StringComparer.Ordinal).Select(g => Of(g.Key, [.. g], centre))];
    }

    private static StillsReport Of(string set, IReadOnlyList<Still> stills, float centre)
    {
        var found = stills.Where(s => s.LogOdds is not null).ToArray();
        ShareReport Above(bool attack) => ShareReport.Of(found.Count(s => s.IsAttack == attack && s.LogOdds > centre), found.Count(s => s.IsAttack == attack));
        return new(set, stills.Count - found.Length, Above(false), Above(true), Ablation.Area(found.Select(s => (s.LogOdds!.Value, s.IsAttack))));
    }
}
