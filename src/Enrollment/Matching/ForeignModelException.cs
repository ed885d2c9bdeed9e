using AccessKiosk.Foundation;

namespace AccessKiosk.Enrollment.Matching;

/// <summary>Something made by one embedding model was offered for comparison with another model's.</summary>
public sealed class ForeignModelException : AccessKioskException
{
    /// <summary>Says what was offered, and which models are meant.</summary>
    public ForeignModelException(string what, string offered, string expected)
        : base($"{what} was made by embedding model {Short(offered)}, but {Short(expected)} is in use; scores across models mean nothing.")
    {
    }

    private static string Short(string hash) => string.IsNullOrEmpty(hash) ? "(none)" : hash[..Math.Min(12, hash.Length)];
}
