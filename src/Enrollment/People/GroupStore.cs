using AccessKiosk.Storage;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.People;

/// <summary>A group of people, to which doors and schedules refer by name.</summary>
public sealed record PersonGroup(Guid Id, string Name, DateTimeOffset CreatedAt, int Members);

/// <summary>Groups. Membership is set on the person: <see cref="PeopleStore.SetGroupsAsync"/>.</summary>
public sealed class GroupStore
{
    private readonly StoreCore _core;

    internal GroupStore(StoreCore core) => _core = core;

    /// <summary>Every group, by name.</summary>
    public Task<IReadOnlyList<PersonGroup>> ListAsync(CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<PersonGroup>>(
            async (db, token) => await db.Groups.AsNoTracking()
                .OrderBy(row => row.NameKey)
                .Select(row => new PersonGroup(
                    row.Id, row.Name, row.CreatedAt, db.Memberships.Count(membership => membership.GroupId == row.Id)))
                .ToListAsync(token),
            cancellationToken);

    /// <summary>Adds a group; its name is unique (case does not matter).</summary>
    public Task<PersonGroup> AddAsync(string name, string by, CancellationToken cancellationToken = default)
    {
        var normal = Check.Text(name, "the group's name", KioskDb.NameLength);
        return _core.WriteAsync(
            async (work, token) =>
            {
                await RefuseTakenAsync(work, normal, null, token);
                var row = new GroupRow { Id = Guid.CreateVersion7(), Name = normal, NameKey = Check.Key(normal), CreatedAt = work.Now };
                work.Db.Groups.Add(row);
                work.Audit(by, "group.added", row.Id.ToString("N"), new { name = normal });
                return new PersonGroup(row.Id, row.Name, row.CreatedAt, 0);
            },
            cancellationToken);
    }

    /// <summary>Renames a group.</summary>
    public Task RenameAsync(Guid id, string name, string by, CancellationToken cancellationToken = default)
    {
        var normal = Check.Text(name, "the group's name", KioskDb.NameLength);
        return _core.WriteAsync(
            async (work, token) =>
            {
                await RefuseTakenAsync(work, normal, id, token);
                var row = await FindAsync(work, id, token);
                (row.Name, row.NameKey) = (normal, Check.Key(normal));
                work.Audit(by, "group.renamed", id.ToString("N"), new { name = normal });
            },
            cancellationToken);
    }

    /// <summary>Removes a group; its members stay.</summary>
    public Task RemoveAsync(Guid id, string by, CancellationToken cancellationToken = default) => _core.WriteAsync(
        async (work, token) =>
        {
            var row = await FindAsync(work, id, token);
            var members = await work.Db.Memberships.Where(membership => membership.GroupId == id)
                .Select(membership => membership.PersonId)
                .ToListAsync(token);
            work.Db.Groups.Remove(row);
            members.ForEach(member => work.Touch(new PersonId(member)));
            work.Audit(by, "group.removed", id.ToString("N"), new { members = members.Count });
        },
        cancellationToken);

    /// <summary>Adds or renames a group as a part of a larger change.</summary>
    internal static async Task SaveAsync(UnitOfWork work, GroupEdit edit, string by, CancellationToken cancellationToken)
    {
        var name = Check.Text(edit.Name, "the group's name", KioskDb.NameLength);
        await RefuseTakenAsync(work, name, edit.Id, cancellationToken);
        if (edit.IsNew)
        {
            work.Db.Groups.Add(new() { Id = edit.Id, Name = name, NameKey = Check.Key(name), CreatedAt = work.Now });
            work.Audit(by, "group.added", edit.Id.ToString("N"), new { name });
        }
        else if (await FindAsync(work, edit.Id, cancellationToken) is var row && row.Name != name)
        {
            (row.Name, row.NameKey) = (name, Check.Key(name));
            work.Audit(by, "group.renamed", edit.Id.ToString("N"), new { name });
        }

        // Whoever joins it is looked up in the database.
        await work.Db.SaveChangesAsync(cancellationToken);
    }

    private static async Task<GroupRow> FindAsync(UnitOfWork work, Guid id, CancellationToken cancellationToken) =>
        await work.Db.Groups.SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw new StoreException(StoreFault.NotFound, $"There is no group {id:N}: groups list shows which there are.");

    private static async Task RefuseTakenAsync(UnitOfWork work, string name, Guid? self, CancellationToken cancellationToken)
    {
        var key = Check.Key(name);
        if (await work.Db.Groups.AnyAsync(row => row.NameKey == key && row.Id != self, cancellationToken))
            throw new StoreException(StoreFault.Conflict, $"There is a group named {name} already: choose another name.");
    }
}
