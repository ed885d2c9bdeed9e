namespace AccessKiosk.Enrollment.People;

/// <summary>What the audit calls the changes of a person.</summary>
internal static class PersonActions
{
    public const string Renamed = "person.renamed";
    public const string Numbered = "person.external-id-set";
    public const string Noted = "person.note-set";
    public const string Limited = "person.validity-set";
    public const string Grouped = "person.groups-set";

    public const string Directed = "person.directory-set";

    public static string Of(PersonStatus status) => status == PersonStatus.Active ? "person.reactivated" : "person.suspended";
}
