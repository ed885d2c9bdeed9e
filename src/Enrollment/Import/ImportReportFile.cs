using System.Text;
using System.Text.Json;
using AccessKiosk.Enrollment.Files;

namespace AccessKiosk.Enrollment.Import;

/// <summary>Writes an import's report as the file's ending says: JSON, CSV (one row for what was skipped or is few) or text.</summary>
public static class ImportReportFile
{
    private static readonly JsonSerializerOptions Indented = new(JsonLines.Options) { WriteIndented = true };

    /// <summary>Whether a report can be written to such a file.</summary>
    public static bool Knows(FileInfo file) => Extension(file) is ".json" or ".csv" or ".txt";

    /// <summary>Writes it, for its owner alone: it holds names.</summary>
    public static Task WriteAsync(FileInfo file, ImportReport report) => PrivateFile.WriteTextAsync(file.FullName, Text(Extension(file), report));

    /// <summary>In words.</summary>
    public static string Summary(ImportReport r) =>
        $"{r.Enrolled:N0} of {r.People:N0} people enrolled with {r.References:N0} references in {TimeSpan.FromSeconds(r.Seconds):h\\:mm\\:ss}; "
        + $"{r.Already:N0} enrolled before, {r.Declined:N0} declined, {r.Skipped.Count:N0} skipped; {r.Few.Count:N0} with few references; {r.Pictures.Count:N0} pictures not taken"
        + (r.Interrupted ? "; INTERRUPTED: the same command goes on" : "");

    private static string Extension(FileInfo file) => file.Extension.ToLowerInvariant();

    /// <summary>The report's text.</summary>
    /// <param name="extension"><c>.json</c>, <c>.csv</c> or <c>.txt</c>.</param>
    /// <param name="report">The report.</param>
    public static string Text(string extension, ImportReport report) => extension switch
    {
        ".json" => JsonSerializer.Serialize(report, Indented) + "\n",
        ".csv" => Csv(report),
        _ => Plain(report),
    };

    private static string Csv(ImportReport report)
    {
        var rows = new StringBuilder("kind,folder,name,file,reason\r\n");
        foreach (var s in report.Skipped)
            Row("skipped", s.Folder, s.Name, "", s.Reason);
        foreach (var f in report.Few)
            Row("few", f.Folder, f.Name, "", $"{f.References} of {f.Wanted} references");
        foreach (var p in report.Pictures)
            Row("picture", p.Folder, "", p.File, p.Reason);
        return rows.ToString();

        void Row(params string[] cells) => rows.Append(CsvText.Line(cells));
    }

    private static string Plain(ImportReport report) => string.Join('\n',
    [
        Summary(report),
        .. report.Skipped.Select(s => $"skipped  {s.Folder}: {s.Reason}"),
        .. report.Few.Select(f => $"few      {f.Folder}: {f.References} of {f.Wanted} references"),
        .. report.Pictures.Select(p => $"picture  {p.Folder}/{p.File}: {p.Reason}"),
        "",
    ]);
}
