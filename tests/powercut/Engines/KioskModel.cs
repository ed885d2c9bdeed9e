using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AccessKiosk.PowerCut.Engines;

/// <summary>What a kiosk's store must hold, as one line a row, so that two of them can be compared and a difference read.</summary>
internal sealed class KioskModel
{
    public SortedDictionary<string, KioskModelPerson> People { get; } = new(StringComparer.Ordinal);

    public List<KioskModelEvent> Events { get; } = [];

    public List<KioskModelAlert> Alerts { get; } = [];

    public SortedSet<string> Groups { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, (string Text, int Version)> Settings { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Calibrations { get; } = new(StringComparer.Ordinal);

    /// <summary>How many people were ever enrolled; names people.</summary>
    public int Enrolled { get; set; }

    public IReadOnlyList<string> Lines()
    {
        var lines = new List<string>();
        lines.AddRange(People.Select(person => person.Value.Line(person.Key)));
        lines.AddRange(Events.Select(row => EventLine(row.Number, row.Person, row.Track)));
        lines.AddRange(Alerts.Select(row => AlertLine(row.Number, row.Person, row.HasPicture ? Picture(row.Number) : null)));
        lines.AddRange(Groups.Select(GroupLine));
        lines.AddRange(Settings.Select(row => SettingLine(row.Key, row.Value.Text, row.Value.Version)));
        lines.AddRange(Calibrations.Select(CalibrationLine));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    public static string PersonLine(
        string externalId, string name, string? note, bool suspended, DateTimeOffset? seen,
        IEnumerable<string> consents, IEnumerable<string> groups, IEnumerable<float[]> references) => string.Create(
        CultureInfo.InvariantCulture,
        $"person {externalId} '{name}' note '{note}' suspended {suspended} seen {seen:s} consents {string.Join(',', consents)} groups {string.Join(',', groups)} references {string.Join(',', references.Select(Digest).Order(StringComparer.Ordinal))}");

    public static string EventLine(int number, string? person, long? track) =>
        string.Create(CultureInfo.InvariantCulture, $"event {number} of {person} track {track}");

    public static string AlertLine(int number, string? person, byte[]? picture) => string.Create(
        CultureInfo.InvariantCulture, $"alert {number} of {person} picture {(picture is null ? null : Convert.ToHexStringLower(SHA256.HashData(picture)))}");

    public static string GroupLine(string name) => $"group {name}";

    public static string SettingLine(string name, string text, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"setting {name} version {version}: {text.Length} {text}");

    public static string CalibrationLine(string description) => $"calibration {description}";

    /// <summary>The embedding of a person's reference, from their name and its number alone.</summary>
    public static float[] Embedding(string externalId, int number)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{externalId}/{number}")));
        var random = new Random(BitConverter.ToInt32(bytes));
        return [.. Enumerable.Range(0, 128).Select(_ => random.NextSingle() - 0.5f)];
    }

    /// <summary>The picture of an alert, from its number alone.</summary>
    public static byte[] Picture(int number)
    {
        var picture = new byte[3000];
        new Random(number).NextBytes(picture);
        return picture;
    }

    private static string Digest(float[] embedding) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(embedding.AsSpan())))[..12];
}

/// <summary>A person of the model.</summary>
internal sealed class KioskModelPerson
{
    public required string Name { get; set; }

    public string? Note { get; set; }

    public bool Suspended { get; set; }

    public DateTimeOffset? Seen { get; set; }

    public List<string> Consents { get; } = [];

    public SortedSet<string> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Numbers of the references held.</summary>
    public List<int> References { get; } = [];

    /// <summary>How many references there ever were; numbers them.</summary>
    public int Captured { get; set; }

    public string Line(string externalId) => KioskModel.PersonLine(
        externalId, Name, Note, Suspended, Seen, Consents, Groups, References.Select(number => KioskModel.Embedding(externalId, number)));
}

/// <summary>An event of the model.</summary>
internal sealed class KioskModelEvent
{
    public required int Number { get; init; }

    public string? Person { get; set; }

    public long? Track { get; set; }
}

/// <summary>An alert of the model.</summary>
internal sealed class KioskModelAlert
{
    public required int Number { get; init; }

    public string? Person { get; set; }

    public bool HasPicture { get; set; } = true;
}
