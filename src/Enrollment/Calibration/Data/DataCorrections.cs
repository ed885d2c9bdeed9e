namespace AccessKiosk.Enrollment.Calibration.Data;

/// <summary>
/// Known mistakes in the labels of calibration data. One person under two names looks like two strangers who match: a
/// handful of such pairs can move the threshold for a large gallery out of everybody's reach.
/// </summary>
/// <remarks>
/// Text, one correction a line: <c>same NAME NAME…</c> (names of one person) or <c>drop IMAGE</c> (the image shows
/// someone else or cannot be told). <c>#</c> starts a comment.
/// </remarks>
public sealed class DataCorrections
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dropped = new(StringComparer.Ordinal);

    private DataCorrections()
    {
    }

    /// <summary>Reads corrections.</summary>
    /// <exception cref="CalibrationException">Names the bad line by number.</exception>
    public static DataCorrections Parse(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var corrections = new DataCorrections();
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            var words = text.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case []:
                    break;
                case ["drop", var image]:
                    corrections._dropped.Add(image);
                    break;
                case ["same", var kept, .. { Length: > 0 } others]:
                    foreach (var other in others)
                    {
                        if (!corrections._names.TryAdd(other, corrections._names.GetValueOrDefault(kept, kept)))
                            throw new CalibrationException($"{name}, line {line}: {other} is given before.");
                    }
                    break;
                default:
                    throw new CalibrationException($"{name}, line {line}: expected 'same NAME NAME…' or 'drop IMAGE'.");
            }
        }
        return corrections;
    }

    /// <summary>The same for a gallery and its probes, which the corrections are about together.</summary>
    /// <exception cref="CalibrationException">A correction names nobody and no image of either.</exception>
    public (IReadOnlyList<LabelledEmbedding> Gallery, IReadOnlyList<LabelledEmbedding> Probes) ApplyToBoth(
        IReadOnlyList<LabelledEmbedding> gallery, IReadOnlyList<LabelledEmbedding> probes)
    {
        var all = Apply([.. gallery, .. probes]).Images;
        var kept = gallery.Count(image => !_dropped.Contains(image.Image));
        return ([.. all.Take(kept)], [.. all.Skip(kept)]);
    }

    /// <summary>The images with their right names, without those dropped; and how many that changed.</summary>
    /// <exception cref="CalibrationException">A correction names nobody and no image of the data: a spelling mistake.</exception>
    public (IReadOnlyList<LabelledEmbedding> Images, int Changed) Apply(IReadOnlyList<LabelledEmbedding> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var known = images.Select(i => i.Subject).Concat(images.Select(i => i.Image)).ToHashSet(StringComparer.Ordinal);
        if (_names.Keys.Concat(_dropped).FirstOrDefault(n => !known.Contains(n)) is { } stranger)
            throw new CalibrationException($"The corrections name {stranger}, which is neither a person nor an image of the data.");
        LabelledEmbedding[] corrected = [.. images.Where(i => !_dropped.Contains(i.Image))
            .Select(i => i with { Subject = _names.GetValueOrDefault(i.Subject, i.Subject) })];
        return (corrected, images.Count(i => _dropped.Contains(i.Image) || _names.ContainsKey(i.Subject)));
    }
}
