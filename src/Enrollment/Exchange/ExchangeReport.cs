namespace AccessKiosk.Enrollment.Exchange;

/// <summary>Somebody in a report.</summary>
/// <param name="Number">The number.</param>
/// <param name="Name">The name.</param>
/// <param name="Id">The identifier; null for somebody who is not stored yet.</param>
/// <param name="Line">Where in the file; null for somebody who is not in it.</param>
/// <param name="Changes">What changes; empty for somebody who is gone.</param>
public sealed record ExchangePerson(string? Number, string Name, string? Id, long? Line, IReadOnlyList<FieldChange> Changes);

/// <summary>A plan as programs read it.</summary>
/// <param name="New">People who are not stored yet.</param>
/// <param name="Changed">People of whom the file says something else.</param>
/// <param name="Gone">People whose number the file does not have, and who are admitted at present.</param>
/// <param name="GoneSuspended">How many more are not in the file, but suspended already.</param>
/// <param name="Unchanged">How many are as the file says.</param>
/// <param name="Unnumbered">How many people have no number; the file says nothing of them.</param>
/// <param name="Refused">Rows of which nothing is done.</param>
/// <param name="Unread">Columns that say nothing to the kiosk.</param>
/// <param name="IsWhole">False when a row does not say whom it is about: then nobody is suspended for being gone.</param>
/// <param name="Digest">Tells two plans apart.</param>
public sealed record ExchangeReport(
    IReadOnlyList<ExchangePerson> New, IReadOnlyList<ExchangePerson> Changed, IReadOnlyList<ExchangePerson> Gone, int GoneSuspended, int Unchanged, int Unnumbered,
    IReadOnlyList<RefusedRow> Refused, IReadOnlyList<string> Unread, bool IsWhole, string Digest)
{
    /// <summary>Of a plan.</summary>
    public static ExchangeReport Of(ExchangePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new(
            [.. plan.New.Select(row => new ExchangePerson(row.Person.ExternalId, row.Person.Name, null, row.Line, row.Values))],
            [.. plan.Changed.Select(row => new ExchangePerson(row.Person.ExternalId, row.Person.Name, row.Person.Id.ToString(), row.Line, row.Changes))],
            [.. plan.Gone.Select(person => new ExchangePerson(person.ExternalId, person.Name, person.Id.ToString(), null, []))],
            plan.GoneSuspended, plan.Unchanged, plan.Unnumbered, plan.Refused, plan.Unread, plan.IsWhole, plan.Digest);
    }
}
