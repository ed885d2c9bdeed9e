using AccessKiosk.Lab.Evaluation;

namespace AccessKiosk.Lab.Figures;

/// <summary>The data at hand for measuring.</summary>
/// <param name="Images">One folder of pictures a person; null where there are none.</param>
/// <param name="Pairs">A list of pairs of them; null where there is none.</param>
/// <param name="LabelErrors">Folders whose label is known to be wrong: left out where thresholds and searches come from different people.</param>
/// <param name="Manifests">Labelled clips.</param>
internal sealed record MeasuringData(DirectoryInfo? Images, FileInfo? Pairs, IReadOnlySet<string> LabelErrors, IReadOnlyList<FileInfo> Manifests)
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true };

    /// <summary>The pictures in words, counted.</summary>
    public string People => Images is null ? "" : FormattableString.Invariant(
        $"pictures in {Images.Name}: {Images.EnumerateDirectories().Count():n0} people, {Images.EnumerateFiles("*.jpg", Everything).Count():n0} pictures");

    /// <summary>Reads a list of folders, one a line; # starts a comment.</summary>
    public static IReadOnlySet<string> ReadNames(string path) =>
        File.Exists(path) ? File.ReadLines(path).Select(line => line.Split('#')[0].Trim()).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal) : new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The clips in words, counted.</summary>
    public string Clips
    {
        get
        {
            var clips = Manifests.SelectMany(file => PadManifest.Read(file.FullName)).ToList();
            var moving = clips.Where(clip => !clip.IsStill).ToList();
            return $"{moving.Count(clip => !clip.IsAttack)} bona fide clips and {moving.Count(clip => clip.IsAttack)} attack clips, {clips.Count - moving.Count} stills ({string.Join(", ", Manifests.Select(file => file.Name))})";
        }
    }
}
