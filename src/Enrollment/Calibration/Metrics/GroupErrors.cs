using AccessKiosk.Enrollment.Calibration.Statistics;

namespace AccessKiosk.Enrollment.Calibration.Metrics;

/// <summary>Errors of one group at one threshold.</summary>
/// <param name="Group">The group.</param>
/// <param name="People">Its people.</param>
/// <param name="Fmr">False matches between two people of the group.</param>
/// <param name="Fnmr">False non-matches of its people with themselves.</param>
/// <param name="FmrPValue">Chance of an FMR as far from the expected if groups did not matter, over all comparisons made here.</param>
/// <param name="FnmrPValue">The same for FNMR.</param>
public sealed record GroupErrors(string Group, int People, ErrorRate Fmr, ErrorRate Fnmr, double FmrPValue, double FnmrPValue);

/// <summary>Errors by group for one attribute.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Threshold">The threshold.</param>
/// <param name="Groups">One row a group, by name.</param>
public sealed record AttributeErrors(string Attribute, float Threshold, IReadOnlyList<GroupErrors> Groups)
{
    private const double Significant = 0.05;

    /// <summary>A sentence for each group that differs beyond chance.</summary>
    public IEnumerable<string> Warnings()
    {
        foreach (var group in Groups)
        {
            if (group.FmrPValue < Significant)
                yield return FormattableString.Invariant($"{Attribute} '{group.Group}': false matches {group.Fmr} differ from other groups' beyond chance (p = {group.FmrPValue:g2}).");
            if (group.FnmrPValue < Significant)
                yield return FormattableString.Invariant($"{Attribute} '{group.Group}': false non-matches {group.Fnmr} differ from other groups' beyond chance (p = {group.FnmrPValue:g2}).");
        }
    }
}
