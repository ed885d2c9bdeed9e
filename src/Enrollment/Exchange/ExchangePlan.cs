using System.Security.Cryptography;
using System.Text.Json;
using AccessKiosk.Enrollment.People;

namespace AccessKiosk.Enrollment.Exchange;

/// <summary>One column's change of a person.</summary>
/// <param name="Column">The column.</param>
/// <param name="From">What is stored; null or empty for nothing.</param>
/// <param name="To">What the file says; null or empty for nothing.</param>
public sealed record FieldChange(string Column, string? From, string? To);

/// <summary>Somebody whom the kiosk does not know yet; they are entered without a face.</summary>
/// <param name="Line">Where in the file.</param>
/// <param name="Person">Who.</param>
/// <param name="Values">What the file says of them, column by column.</param>
/// <param name="Namesake">Somebody of the same name who has no number: perhaps the same person; null for nobody.</param>
public sealed record NewRow(long Line, NewPerson Person, IReadOnlyList<FieldChange> Values, Person? Namesake);

/// <summary>Somebody whom the file says something else of.</summary>
/// <param name="Line">Where in the file.</param>
/// <param name="Person">Who, as stored.</param>
/// <param name="After">What is to be stored.</param>
/// <param name="Changes">The differences.</param>
public sealed record ChangedRow(long Line, Person Person, PersonValues After, IReadOnlyList<FieldChange> Changes);

/// <summary>A row of which nothing is done.</summary>
/// <param name="Line">Where in the file.</param>
/// <param name="Number">The number in it; empty for none.</param>
/// <param name="Reason">Why.</param>
public sealed record RefusedRow(long Line, string Number, string Reason);

/// <summary>What a file of people would change; nothing is changed yet.</summary>
/// <param name="New">People to be added.</param>
/// <param name="Changed">People to be changed.</param>
/// <param name="Gone">People with a number that the file does not have, who are admitted at present.</param>
/// <param name="GoneSuspended">How many more are not in the file, but suspended already.</param>
/// <param name="Unchanged">How many are as the file says.</param>
/// <param name="Unnumbered">How many people of the kiosk have no number; the file says nothing of them.</param>
/// <param name="Refused">Rows of which nothing is done.</param>
/// <param name="Unread">Columns that say nothing to the kiosk.</param>
/// <param name="IsWhole">False when a row does not say whom it is about: then nobody can be called gone.</param>
public sealed record ExchangePlan(
    IReadOnlyList<NewRow> New, IReadOnlyList<ChangedRow> Changed, IReadOnlyList<Person> Gone, int GoneSuspended, int Unchanged, int Unnumbered,
    IReadOnlyList<RefusedRow> Refused, IReadOnlyList<string> Unread, bool IsWhole)
{
    /// <summary>Whether nothing would be changed, even if those who are gone were suspended.</summary>
    public bool IsEmpty => New.Count + Changed.Count + Gone.Count == 0;

    /// <summary>Tells two plans apart: what is done is what was shown.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
    {
        added = New.Select(row => row.Values),
        changed = Changed.Select(row => new { id = row.Person.Id.ToString(), row.Changes }),
        gone = Gone.Select(person => person.Id.ToString()),
    })));
}
