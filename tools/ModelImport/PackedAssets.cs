using System.Text.Json;
using System.Text.RegularExpressions;

namespace AccessKiosk.ModelImport;

/// <summary>
/// Takes one file out of an Emscripten package: a .data file of files one after the other, whose index is a JSON object
/// in the loader script beside it.
/// </summary>
internal static partial class PackedAssets
{
    /// <summary>The bytes of a member.</summary>
    /// <exception cref="ImportException">The index has no such member, or the data ends before it does.</exception>
    public static byte[] Extract(byte[] data, string loaderScript, string member)
    {
        var match = IndexCall().Match(loaderScript);
        if (!match.Success) throw new ImportException("the archive's loader script holds no index of files");
        try
        {
            using var index = JsonDocument.Parse(match.Groups["index"].Value);
            var names = index.RootElement.GetProperty("files").EnumerateArray();
            var entry = names.FirstOrDefault(f => f.GetProperty("filename").GetString() == member);
            if (entry.ValueKind == JsonValueKind.Undefined)
                throw new ImportException($"the archive has no member '{member}'");
            var (start, end) = (entry.GetProperty("start").GetInt32(), entry.GetProperty("end").GetInt32());
            if (start < 0 || end < start || end > data.Length)
                throw new ImportException($"the archive is cut off: '{member}' ends at byte {end} of {data.Length}");
            return data[start..end];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ImportException("the archive's index of files is damaged", error);
        }
    }

    [GeneratedRegex(@"loadPackage\((?<index>\{""files"".*?\})\);",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IndexCall();
}
