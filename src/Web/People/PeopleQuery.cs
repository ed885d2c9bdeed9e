using System.Globalization;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.People;

/// <summary>Which people to list.</summary>
internal enum PeopleFilter
{
    /// <summary>Everyone.</summary>
    All,

    /// <summary>Admitted now.</summary>
    Active,

    /// <summary>Suspended.</summary>
    Suspended,

    /// <summary>Admitted, but not for long.</summary>
    Expiring,

    /// <summary>Expired.</summary>
    Expired,

    /// <summary>Enrolled for another model.</summary>
    Reenrol,

    /// <summary>Not enrolled.</summary>
    NoFace,

    /// <summary>Declined, or took the consent back.</summary>
    Declined,
}

/// <summary>What an operator looks for.</summary>
/// <param name="Text">Part of the name or the number; case and accents do not matter.</param>
/// <param name="Filter">The state.</param>
/// <param name="Group">A group; null for all.</param>
/// <param name="Page">From 1.</param>
internal sealed record PeopleQuery(string Text, PeopleFilter Filter, Guid? Group, int Page)
{
    /// <summary>People on one page.</summary>
    public const int PageSize = 50;

    /// <summary>Reads a query from an address; what makes no sense is left out, so that any address shows a list.</summary>
    public static PeopleQuery Read(string? text, string? state, string? group, string? page) => new(
        text is { Length: <= 200 } ? text : "",
        Enum.TryParse<PeopleFilter>(state, ignoreCase: true, out var filter) && Enum.IsDefined(filter) ? filter : PeopleFilter.All,
        Guid.TryParse(group, out var one) ? one : null,
        int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1);

    /// <summary>The filters with their words, as a choice.</summary>
    public static IReadOnlyList<(PeopleFilter Filter, string Words)> Filters { get; } =
    [
        (PeopleFilter.All, "any state"), (PeopleFilter.Active, "active"), (PeopleFilter.Suspended, "suspended"), (PeopleFilter.Expiring, "expires soon"),
        (PeopleFilter.Expired, "expired"), (PeopleFilter.Reenrol, "must enrol again"), (PeopleFilter.NoFace, "no face yet"), (PeopleFilter.Declined, "declined"),
    ];

    /// <summary>Whether a person's state and groups are those looked for.</summary>
    public bool Fits(Person person, Func<PersonId, bool> isKnown, DateTimeOffset now) => (Group is not { } group || person.Groups.Contains(group)) && Filter switch
    {
        PeopleFilter.All => true,
        PeopleFilter.Active => PersonState.AdmissionOf(person, now) is Admission.Active or Admission.ExpiresSoon,
        PeopleFilter.Suspended => PersonState.AdmissionOf(person, now) is Admission.Suspended,
        PeopleFilter.Expiring => PersonState.AdmissionOf(person, now) is Admission.ExpiresSoon,
        PeopleFilter.Expired => PersonState.AdmissionOf(person, now) is Admission.Expired,
        PeopleFilter.Reenrol => PersonState.FaceOf(person, isKnown) is FaceState.Reenrol,
        PeopleFilter.NoFace => PersonState.FaceOf(person, isKnown) is FaceState.None,
        _ => PersonState.FaceOf(person, isKnown) is FaceState.Declined,
    };

    /// <summary>The address of another page of the same search.</summary>
    public string AddressOf(int page) => $"/admin/people?{Search}&page={page}";

    /// <summary>The address of everyone who fits, as a table.</summary>
    public string TableAddress => $"/admin/people/table.csv?{Search}";

    private string Search => $"q={Uri.EscapeDataString(Text)}&state={Filter}&group={Group?.ToString("N")}";
}

/// <summary>One page of people.</summary>
/// <param name="People">Those on the page.</param>
/// <param name="Total">How many fit in all.</param>
/// <param name="Page">Which page it is, from 1.</param>
internal sealed record PeopleResult(IReadOnlyList<Person> People, int Total, int Page)
{
    /// <summary>How many pages there are; at least one.</summary>
    public int Pages => Math.Max(1, (Total + PeopleQuery.PageSize - 1) / PeopleQuery.PageSize);
}

/// <summary>How many people are in each state.</summary>
internal sealed record PeopleCounts(int People, int Enrolled, int Reenrol, int NoFace, int Declined, int Expiring, int Expired, int Suspended);
