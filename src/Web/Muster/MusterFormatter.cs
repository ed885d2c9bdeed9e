using AccessKiosk.Access.Muster;

namespace AccessKiosk.Web.Muster;

/// <summary>The words of a muster.</summary>
internal static class MusterFormatter
{
    /// <summary>Why the list of a place may be wrong.</summary>
    public static string Of(PlaceDoubt doubt) => doubt.Kind switch
    {
        PlaceDoubtKind.ExitUnseen => $"Whoever leaves through {doubt.Door} is not seen: people listed here may be gone.",
        PlaceDoubtKind.EntryUnseen => $"Whoever comes in through {doubt.Door} is not seen: people may be here who are not listed.",
        PlaceDoubtKind.NoContact => $"{doubt.Door} has no contact: whoever is let in counts as gone through.",
        _ => $"{doubt.Door} follows nobody: whoever goes through is not noted.",
    };

    /// <summary>How many, in words.</summary>
    public static string Count(int people) => people switch
    {
        0 => "nobody",
        1 => "1 person",
        _ => $"{people} people",
    };
}
