
namespace AccessKiosk.Enrollment.Capturing;

/// <summary>A picture that gave no reference.</summary>
/// <param name="File">Its name.</param>
/// <param name="Reason">Why.</param>
public sealed record RefusedPicture(string File, string Reason);

/// <summary>What one person's pictures came to.</summary>
/// <param name="Kept">The captures to be stored, best first.</param>
/// <param name="Refused">The pictures that gave none, with the reasons.</param>
/// <param name="Pictures">Pictures there are, also those that were not read because there were so many.</param>
public sealed record CaptureReport(IReadOnlyList<Capture> Kept, IReadOnlyList<RefusedPicture> Refused, int Pictures)
{
    /// <summary>Why nothing was kept, in words.</summary>
    public string WhyNone => Pictures == 0 ? "no pictures" : string.Join("; ", Refused.GroupBy(r => r.Reason, StringComparer.Ordinal)
        .OrderByDescending(g => g.Count()).Take(3)
        .Select(g => g.Count() == 1 ? $"{g.First().File}: {g.Key}" : $"{g.Count()} pictures: {g.Key}"));
}
