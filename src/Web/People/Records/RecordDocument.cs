using System.Globalization;
using System.Text.Json;
using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.People.Records;

/// <summary>One part of what is stored about a person: a name, columns, and rows of texts.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Columns">What each column holds.</param>
/// <param name="Rows">The rows, as many texts each as there are columns.</param>
internal sealed record RecordPart(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>The export of a person, for people to read: whatever it holds is shown, so that nothing is left out when it grows.</summary>
internal static class RecordDocument
{
    /// <summary>Reads an export.</summary>
    /// <param name="json">As <see cref="Enrollment.Privacy.PrivacyService.ExportAsync"/> writes it.</param>
    /// <param name="time">How times are written.</param>
    public static IReadOnlyList<RecordPart> Read(ReadOnlyMemory<byte> json, Func<DateTimeOffset, string> time)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Where(part => part.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array).Select(part => Part(part, time))];
    }

    private static RecordPart Part(JsonProperty part, Func<DateTimeOffset, string> time)
    {
        if (part.Value.ValueKind is JsonValueKind.Object)
            return new(Words(part.Name), ["What", "Value"], [.. part.Value.EnumerateObject().Select(one => (string[])[Words(one.Name), Text(one.Name, one.Value, time)])]);
        var rows = part.Value.EnumerateArray().ToList();
        if (rows.Any(row => row.ValueKind is not JsonValueKind.Object))
            return new(Words(part.Name), ["Value"], [.. rows.Select(row => (string[])[Text("", row, time)])]);
        string[] columns = [.. rows.SelectMany(row => row.EnumerateObject().Where(one => one.Value.ValueKind is not JsonValueKind.Null)).Select(one => one.Name).Distinct(StringComparer.Ordinal)];
        return new(
            Words(part.Name), [.. columns.Select(Words)], [.. rows.Select(row => (string[])[.. columns.Select(column => row.TryGetProperty(column, out var value) ? Text(column, value, time) : "")])]);
    }

    private static string Text(string name, JsonElement value, Func<DateTimeOffset, string> time) => value.ValueKind switch
    {
        JsonValueKind.Null => "–",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        // What is made from a face says nothing to a reader, and must not be copied from a sheet of paper.
        JsonValueKind.Array when value.EnumerateArray().All(one => one.ValueKind is JsonValueKind.Number) => $"{value.GetArrayLength()} numbers",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(one => Text("", one, time))),
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(one => $"{Words(one.Name)}: {Text(one.Name, one.Value, time)}")),
        JsonValueKind.String when name == "code" && EventCodes.Find(value.GetString()) is { } code => EventFormatter.Name(code.Name),
        JsonValueKind.String when name != "externalId" && value.TryGetDateTimeOffset(out var at) => time(at),
        JsonValueKind.Number when value.TryGetDouble(out var number) => Math.Round(number, 3).ToString(CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Words(string name)
    {
        var words = JsonNamingPolicy.KebabCaseLower.ConvertName(name).Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
