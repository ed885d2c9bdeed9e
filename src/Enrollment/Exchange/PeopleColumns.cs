namespace AccessKiosk.Enrollment.Exchange;

/// <summary>The columns of a table of people, by which it goes out and comes in.</summary>
internal static class PeopleColumns
{
    public const string Number = "number";
    public const string Name = "name";
    public const string Status = "status";
    public const string From = "valid_from";
    public const string Until = "valid_until";
    public const string Groups = "groups";
    public const string Note = "note";
    public const string Id = "id";

    /// <summary>Read, but never written out: many systems keep names in two columns.</summary>
    public const string FirstName = "first_name";

    /// <inheritdoc cref="FirstName"/>
    public const string LastName = "last_name";

    /// <summary>Between the names of groups in one cell.</summary>
    public const char Between = '|';

    /// <summary>Written out to be looked at; what a file says in them is not read.</summary>
    public static IReadOnlyList<string> Shown { get; } = ["face", "consent", "last_seen"];

    /// <summary>What goes out, in this order.</summary>
    public static IReadOnlyList<string> Out { get; } = [Number, Name, Status, From, Until, Groups, Note, Id, .. Shown];

    /// <summary>What a file may say of a person.</summary>
    public static IReadOnlyList<string> In { get; } = [Number, Name, FirstName, LastName, Status, From, Until, Groups, Note, Id];

    /// <summary>A column's name as it is compared: <c>Valid from</c> is <c>valid_from</c>.</summary>
    public static string Plain(string header)
    {
        var plain = header.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
        return plain == "external_id" ? Number : plain;
    }
}
