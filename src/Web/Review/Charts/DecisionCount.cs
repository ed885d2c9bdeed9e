namespace AccessKiosk.Web.Review.Charts;

/// <summary>Decisions counted in a span of time: granted, denied, attack suspected.</summary>
/// <param name="Label">The span.</param>
/// <param name="Granted">Grants.</param>
/// <param name="Denied">Denials.</param>
/// <param name="Attacks">Suspected attacks.</param>
public readonly record struct DecisionCount(string Label, int Granted, int Denied, int Attacks)
{
    /// <summary>All of them.</summary>
    public int Total => Granted + Denied + Attacks;
}
