using System.Text.Json;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Files;

namespace AccessKiosk.Lab.Figures;

/// <summary>What one command printed, and under which conditions: a file of the folder that the figures page is made from.</summary>
/// <param name="Name">The measurement's name; the file has the same one.</param>
/// <param name="Command">The command, with words in place of folders and files.</param>
/// <param name="Data">What it was measured on.</param>
/// <param name="Measured">The day, UTC.</param>
/// <param name="Commit">The commit of the sources; with "+" where they had been changed since.</param>
/// <param name="Machine">Processors, memory, operating system and run time.</param>
/// <param name="Load">What waited for a processor when it began (load average of one minute).</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Output">The JSON that the command printed, one element a line, without what names files or single trials.</param>
internal sealed record FigureResult(
    string Name, string Command, string Data, DateOnly Measured, string Commit, string Machine, double Load, double Seconds, IReadOnlyList<JsonElement> Output)
{
    private static readonly JsonSerializerOptions Json = new(JsonLines.Options) { WriteIndented = true };

    /// <summary>Reads every result of a folder, by name.</summary>
    /// <exception cref="InputException">There is no such folder, or a file in it is no result.</exception>
    public static IReadOnlyDictionary<string, FigureResult> ReadAll(DirectoryInfo folder)
    {
        if (!folder.Exists)
            throw new InputException($"No folder {folder.FullName}.");
        return folder.EnumerateFiles("*.json").OrderBy(file => file.Name, StringComparer.Ordinal).Select(Read).ToDictionary(result => result.Name, StringComparer.Ordinal);
    }

    /// <summary>Writes it into a folder, whole or not at all.</summary>
    public void WriteTo(DirectoryInfo folder)
    {
        folder.Create();
        var path = Path.Combine(folder.FullName, $"{Name}.json");
        File.WriteAllText($"{path}.new", JsonSerializer.Serialize(this, Json) + "\n");
        File.Move($"{path}.new", path, overwrite: true);
    }

    /// <summary>The only object that the command printed.</summary>
    public T Only<T>() => Each<T>()[0];

    /// <summary>Every object that the command printed.</summary>
    /// <exception cref="InputException">It is not what such a command prints.</exception>
    public IReadOnlyList<T> Each<T>()
    {
        try
        {
            T[] read = [.. Output.Select(element => element.Deserialize<T>(JsonLines.Options)!)];
            return read.Length > 0 ? read : throw new InputException($"{Name}.json holds no output.");
        }
        catch (JsonException fault)
        {
            throw new InputException($"{Name}.json does not hold what its command prints: {fault.Message}");
        }
    }

    private static FigureResult Read(FileInfo file)
    {
        try
        {
            return JsonSerializer.Deserialize<FigureResult>(File.ReadAllText(file.FullName), Json) is { Output: not null, Name: { } name } result && $"{name}.json" == file.Name
                ? result
                : throw new InputException($"{file.Name} is not a result of lab figures --run.");
        }
        catch (JsonException fault)
        {
            throw new InputException($"{file.Name} is not a result of lab figures --run: {fault.Message}");
        }
    }
}
