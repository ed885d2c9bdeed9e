using Microsoft.VisualBasic.FileIO;

namespace AccessKiosk.Lab.Evaluation;

/// <summary>Which face of a clip a row is about.</summary>
public enum ClipFace
{
    /// <summary>The largest one.</summary>
    Largest,

    /// <summary>The leftmost one.</summary>
    Left,

    /// <summary>The rightmost one.</summary>
    Right,
}

/// <summary>One clip of a presentation attack data set.</summary>
/// <param name="File">As the manifest names it.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="IsAttack">Whether the face in question is an attack.</param>
/// <param name="Species">The attack instrument's species; empty for a bona fide clip.</param>
/// <param name="Subject">Who it shows.</param>
/// <param name="Source">Camera, session or data set; empty when unknown.</param>
/// <param name="Face">Which face.</param>
/// <param name="Manifest">The manifest's name.</param>
public sealed record PadClip(string File, string Path, bool IsAttack, string Species, string Subject, string Source, ClipFace Face, string Manifest = "")
{
    private static readonly string[] Pictures = [".jpg", ".jpeg", ".png", ".webp"];

    /// <summary>Whether it is one picture.</summary>
    public bool IsStill => Pictures.Contains(System.IO.Path.GetExtension(Path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The manifest, and the folder in it: one kind of material.</summary>
    public string Group => System.IO.Path.GetDirectoryName(File) is { Length: > 0 } folder && !System.IO.Path.IsPathRooted(File) ? $"{Manifest}: {folder}" : Manifest;
}

/// <summary>
/// Reads manifests: comma-separated with a header; columns <c>file</c> (relative to the manifest) and <c>label</c>
/// (<c>bona_fide</c> or <c>attack</c>), and if wanted <c>species</c>, <c>subject</c>, <c>source</c>, <c>face</c>.
/// </summary>
public static class PadManifest
{
    /// <summary>Reads a manifest.</summary>
    /// <exception cref="FormatException">A line is faulty; the message says which and why.</exception>
    /// <exception cref="IOException">The manifest cannot be read.</exception>
    public static IReadOnlyList<PadClip> Read(string path)
    {
        using var csv = new TextFieldParser(path) { Delimiters = [","], TrimWhiteSpace = true, HasFieldsEnclosedInQuotes = true };
        var header = Fields(csv, path);
        int Column(string name) => Array.IndexOf(header, name);
        if (Column("file") < 0 || Column("label") < 0)
            throw new FormatException($"{path}: the first line must name the columns, among them file and label.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var clips = new List<PadClip>();
        while (!csv.EndOfData)
        {
            var line = csv.LineNumber;
            var cells = Fields(csv, path);
            string Cell(string name) => Column(name) is >= 0 and var c && c < cells.Length ? cells[c] : "";
            FormatException Fault(string what) => new($"{path}, line {line}: {what}");
            var attack = Cell("label") switch
            {
                "attack" => true,
                "bona_fide" => false,
                var other => throw Fault($"the label is bona_fide or attack, not \"{other}\"."),
            };
            var face = Cell("face") switch
            {
                "" or "largest" => ClipFace.Largest,
                "left" => ClipFace.Left,
                "right" => ClipFace.Right,
                var other => throw Fault($"the face is largest, left or right, not \"{other}\"."),
            };
            if (Cell("file").Length == 0)
                throw Fault("the file is missing.");
            clips.Add(new(
                Cell("file"), Path.Combine(folder, Cell("file")), attack, attack && Cell("species").Length == 0 ? "unknown" : Cell("species"),
                Cell("subject"), Cell("source"), face, Path.GetFileName(path)));
        }

        return clips.Count > 0 ? clips : throw new FormatException($"{path} names no clips.");
    }

    private static string[] Fields(TextFieldParser csv, string path)
    {
        try
        {
            return csv.ReadFields() ?? [];
        }
        catch (MalformedLineException fault)
        {
            throw new FormatException($"{path}, line {csv.ErrorLineNumber}: quotes do not match.", fault);
        }
    }
}
