using System.Globalization;

namespace AccessKiosk.Enrollment.Calibration.Data;

/// <summary>One comparison of a pairs list: two images by person and number.</summary>
/// <param name="Fold">Which fold it belongs to, from 0.</param>
/// <param name="FirstSubject">Person of the first image.</param>
/// <param name="FirstNumber">Number of the first image, from 1.</param>
/// <param name="SecondSubject">Person of the second image; the same for a mated pair.</param>
/// <param name="SecondNumber">Number of the second image, from 1.</param>
public sealed record LfwPair(int Fold, string FirstSubject, int FirstNumber, string SecondSubject, int SecondNumber)
{
    /// <summary>Whether both images are of one person.</summary>
    public bool Mated => string.Equals(FirstSubject, SecondSubject, StringComparison.Ordinal);

    /// <summary>The first image, as LFW names files: <c>Name_0001</c>.</summary>
    public string First => Image(FirstSubject, FirstNumber);

    /// <summary>The second image.</summary>
    public string Second => Image(SecondSubject, SecondNumber);

    private static string Image(string subject, int number) => string.Create(CultureInfo.InvariantCulture, $"{subject}_{number:0000}");
}

/// <summary>A pairs list in the format of Labeled Faces in the Wild (Huang et al. 2007).</summary>
/// <remarks>
/// The first line is <c>folds TAB n</c>; then, per fold, n mated lines <c>name a b</c> and n non-mated lines
/// <c>name1 a name2 b</c>, separated by tabs. A first line with n alone means one fold.
/// </remarks>
public static class LfwPairs
{
    /// <summary>Reads the list.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="CalibrationException">Names the bad line by number.</exception>
    public static IReadOnlyList<LfwPair> Parse(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (folds, side) = Header(reader.ReadLine(), name);
        var wanted = 2L * folds * side;
        var pairs = new List<LfwPair>();
        var line = 1;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
                continue;
            if (pairs.Count == wanted)
                throw Bad(name, line, $"one line more than the {wanted} that the first line announces");
            var fold = pairs.Count / (2 * side);
            var mated = pairs.Count % (2 * side) < side;
            pairs.Add(Pair(text.Split('\t', StringSplitOptions.TrimEntries), fold, mated, name, line));
        }
        if (pairs.Count < wanted)
            throw new CalibrationException($"{name} ends after {pairs.Count} pairs; its first line announces {wanted}.");
        return pairs;
    }

    private static (int Folds, int Side) Header(string? text, string name)
    {
        int[] numbers = [.. (text ?? "").Split('\t').Select(part =>
            int.TryParse(part, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var n) && n is > 0 and <= 1_000_000 ? n : 0)];
        return numbers switch
        {
            [> 0 and var side] => (1, side),
            [> 0 and var folds, > 0 and var side] => (folds, side),
            _ => throw Bad(name, 1, "expected the number of folds and of pairs a side, separated by a tab"),
        };
    }

    private static LfwPair Pair(string[] parts, int fold, bool mated, string name, int line)
    {
        if (mated && parts.Length != 3)
            throw Bad(name, line, $"expected a mated pair (name, number, number), found {parts.Length} columns");
        if (!mated && parts.Length != 4)
            throw Bad(name, line, $"expected a non-mated pair (name, number, name, number), found {parts.Length} columns");
        var second = mated ? parts[0] : parts[2];
        if (parts[0].Length == 0 || second.Length == 0)
            throw Bad(name, line, "a name is empty");
        if (!mated && string.Equals(parts[0], second, StringComparison.Ordinal))
            throw Bad(name, line, $"a non-mated pair names {second} twice");
        return new(fold, parts[0], Number(parts[1]), second, Number(parts[^1]));

        int Number(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0
                ? n
                : throw Bad(name, line, $"'{text}' is not an image number");
    }

    private static CalibrationException Bad(string name, int line, string what) => new($"{name}, line {line}: {what}.");
}
