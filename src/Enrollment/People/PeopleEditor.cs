using AccessKiosk.Storage;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Sqlite;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.People;

/// <summary>Changes many people at once.</summary>
public sealed class PeopleEditor
{
    private readonly StoreCore _core;
    private readonly PeopleDirectory _people;

    internal PeopleEditor(StoreCore core, PeopleDirectory people) => (_core, _people) = (core, people);

    /// <summary>Changes people in one transaction: all or none. Each change is audited as if it had been made on the person's page.</summary>
    /// <param name="edits">What is to be changed.</param>
    /// <param name="by">The operator.</param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    /// <exception cref="StoreException">Somebody was changed or erased meanwhile, a number is taken, or a group is gone.</exception>
    public Task ApplyAsync(IReadOnlyList<PersonEdit> edits, string by, CancellationToken cancellationToken = default) => ApplyAsync(edits, null, by, cancellationToken);

    /// <summary>The same together with a group that is added or renamed: all or nothing.</summary>
    /// <inheritdoc cref="ApplyAsync(IReadOnlyList{PersonEdit}, string, CancellationToken)"/>
    public Task ApplyAsync(IReadOnlyList<PersonEdit> edits, GroupEdit? group, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(edits);
        return _core.WriteAsync(
            async (work, token) =>
            {
                if (group is not null)
                    await GroupStore.SaveAsync(work, group, by, token);
                var ids = edits.Select(edit => edit.Person.Value).ToList();
                var rows = await work.Db.People.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, token);
                foreach (var edit in edits)
                {
                    if (PersonValues.Of(_people.Require(edit.Person)) != edit.Before)
                        throw new StoreException(StoreFault.Conflict, $"Person {edit.Person} was changed meanwhile: look at what there is now.");
                    if (edit.After.Number is { } number && _people.FindExternal(number) is { } taken && taken.Id != edit.Person)
                        throw PeopleStore.Taken(taken.Id.ToString());
                    if (edit.Directory is { } directory)
                    {
                        if (_people.Require(edit.Person).Directory != directory.Before)
                            throw new StoreException(StoreFault.Conflict, $"Person {edit.Person} was changed meanwhile: look at what there is now.");
                        PeopleStore.RefuseAccount(_people, directory.After, edit.Person);
                    }

                    Write(rows[edit.Person.Value], edit);
                    if (!edit.Before.Groups.SetEquals(edit.After.Groups))
                    {
                        await work.Db.Memberships.Where(row => row.PersonId == edit.Person.Value).ExecuteDeleteAsync(token);
                        await PeopleStore.JoinAsync(work, edit.Person.Value, [.. edit.After.Groups], token);
                    }

                    work.Touch(edit.Person);
                    Audit(work, edit, by);
                }
            },
            cancellationToken);
    }

    // What else the profile holds, as the PIN's hashes, stays.
    private void Write(PersonRow row, PersonEdit edit)
    {
        var profile = Profile.Open(_core.Keys, row.Id, row.Profile) ?? throw StoreFaults.Damaged(_core.Database.Path);
        var after = edit.After;
        // Where an operator changes the status, the directory's suspension is over.
        var entry = edit.Directory?.After ?? (edit.Before.Status != after.Status && profile.Directory is { } known ? known with { IsSuspended = false } : profile.Directory);
        row.Profile = (profile with
        {
            Name = after.Name, ExternalId = after.Number, Note = after.Note, Status = after.Status, ValidFrom = after.ValidFrom, ValidUntil = after.ValidUntil, Directory = entry,
        }).Seal(_core.Keys, row.Id);
    }

    private static void Audit(UnitOfWork work, PersonEdit edit, string by)
    {
        var (subject, before, after) = (edit.Person.ToString(), edit.Before, edit.After);
        if (before.Number != after.Number)
            work.Audit(by, PersonActions.Numbered, subject);
        if (before.Name != after.Name)
            work.Audit(by, PersonActions.Renamed, subject);
        if ((before.ValidFrom, before.ValidUntil) != (after.ValidFrom, after.ValidUntil))
            work.Audit(by, PersonActions.Limited, subject, new { from = after.ValidFrom, until = after.ValidUntil });
        if (before.Note != after.Note)
            work.Audit(by, PersonActions.Noted, subject);
        if (!before.Groups.SetEquals(after.Groups))
            work.Audit(by, PersonActions.Grouped, subject, new { groups = after.Groups.Order() });
        if (before.Status != after.Status)
            work.Audit(by, PersonActions.Of(after.Status), subject);
        if (edit.Directory is { } directory && directory.Before != directory.After)
            work.Audit(by, PersonActions.Directed, subject, new { gone = directory.After.IsGone });
    }
}
