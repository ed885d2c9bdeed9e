using System.Text.Json.Nodes;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Api;

namespace AccessKiosk.Web.Scim;

/// <summary><c>/scim/v2/Groups</c>: the groups of the rules, and which of the directory's users are in them. Other members are neither shown nor changed.</summary>
internal sealed class ScimGroups(KioskStore store, SiteRules rules, HttpContext context)
{
    private const string Kind = "Group";

    /// <summary>A page of groups.</summary>
    public async Task<IResult> ListAsync(CancellationToken cancellationToken)
    {
        var members = Users().SelectMany(person => person.Groups.Select(group => (group, person))).ToLookup(one => one.group, one => one.person);
        return ScimAnswers.List(context, (await store.Groups.ListAsync(cancellationToken)).OrderBy(group => group.Id), group => Values(group, members[group.Id]), group => Body(group, members[group.Id]));
    }

    /// <summary>One group.</summary>
    public async Task<IResult> GetAsync(string id, CancellationToken cancellationToken)
    {
        var group = await RequireAsync(id, cancellationToken);
        return ScimAnswers.One(context, Body(group, Members(group.Id)));
    }

    /// <summary>Adds a group.</summary>
    public async Task<IResult> AddAsync(CancellationToken cancellationToken)
    {
        var draft = new GroupDraft(store, Guid.CreateVersion7(), null, []);
        draft.SetAll(ScimTurn.Body(context), PatchKind.Add);
        return await SaveAsync(draft, isNew: true, cancellationToken);
    }

    /// <summary>Replaces a group's name and users.</summary>
    public async Task<IResult> ReplaceAsync(string id, CancellationToken cancellationToken)
    {
        var group = await RequireVersionAsync(id, cancellationToken);
        var draft = new GroupDraft(store, group.Id, null, []);
        draft.SetAll(ScimTurn.Body(context), PatchKind.Replace);
        return await SaveAsync(draft, isNew: false, cancellationToken);
    }

    /// <summary>Changes what the operations name: all of it or nothing.</summary>
    public async Task<IResult> PatchAsync(string id, CancellationToken cancellationToken)
    {
        var group = await RequireVersionAsync(id, cancellationToken);
        var draft = new GroupDraft(store, group.Id, group.Name, Members(group.Id).Select(person => person.Id.Value));
        foreach (var operation in ScimPatch.Read(ScimTurn.Body(context)))
            draft.Apply(operation);
        return await SaveAsync(draft, isNew: false, cancellationToken);
    }

    /// <summary>Removes a group, unless rules name it or somebody is in it who is not the directory's: who may pass changes by an operator's hand.</summary>
    public async Task<IResult> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        var group = await RequireVersionAsync(id, cancellationToken);
        var active = rules.Active;
        if (active.Fault is not null || active.Rules.Doors.Any(door => door.FirstPersonGroups.Contains(group.Id) || door.Permissions.Any(row => row.Group == group.Id)))
            throw Kept("The rules of a door name this group: an admin must take it out of the rules first. Nothing was changed.");
        if (store.People.All.Any(person => person.Groups.Contains(group.Id) && !ScimUsers.IsUser(person)))
            throw Kept("People who are not the directory's are in this group: an admin must remove it. Nothing was changed.");
        await store.Groups.RemoveAsync(group.Id, context.Name(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static ScimException Kept(string why) => new(StatusCodes.Status409Conflict, why, "mutability");

    private async Task<IResult> SaveAsync(GroupDraft draft, bool isNew, CancellationToken cancellationToken)
    {
        var name = draft.Name;
        var edits = Users().Where(person => person.Groups.Contains(draft.Id) != draft.Members.Contains(person.Id.Value)).Select(person =>
        {
            var before = PersonValues.Of(person);
            var groups = before.Groups.ToHashSet();
            if (!groups.Remove(draft.Id))
                groups.Add(draft.Id);
            return new PersonEdit(person.Id, before, before with { Groups = groups });
        }).ToList();
        await store.Editor.ApplyAsync(edits, new GroupEdit(draft.Id, name, isNew), context.Name(), cancellationToken);
        var group = await RequireAsync(draft.Id.ToString("N"), cancellationToken);
        return ScimAnswers.One(context, Body(group, Members(group.Id)), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private async Task<PersonGroup> RequireAsync(string id, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var guid) && (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.Id == guid) is { } found
            ? found
            : throw new ScimException(StatusCodes.Status404NotFound, "There is no such group.");

    private async Task<PersonGroup> RequireVersionAsync(string id, CancellationToken cancellationToken)
    {
        var group = await RequireAsync(id, cancellationToken);
        ScimAnswers.RequireVersion(context.Request, Body(group, Members(group.Id)));
        return group;
    }

    private IEnumerable<Person> Users() => store.People.All.Where(ScimUsers.IsUser).OrderBy(person => person.Id.Value);

    private IEnumerable<Person> Members(Guid group) => Users().Where(person => person.Groups.Contains(group));

    private static ScimValues Values(PersonGroup group, IEnumerable<Person> members) => attribute => attribute switch
    {
        "id" => (true, [group.Id.ToString("N")]),
        "displayname" => (false, [group.Name]),
        "meta.resourcetype" => (false, [Kind]),
        "members" or "members.value" => (false, members.Select(person => person.Id.ToString())),
        // Not kept: none has it.
        "externalid" => (true, []),
        _ => null,
    };

    private JsonObject Body(PersonGroup group, IEnumerable<Person> members) => ScimAnswers.Described(
        new()
        {
            ["schemas"] = new JsonArray(ScimSchemas.Group),
            ["id"] = group.Id.ToString("N"),
            ["displayName"] = group.Name,
            ["members"] = new JsonArray([.. members.Select(person => (JsonNode)new JsonObject
            {
                ["value"] = person.Id.ToString(), ["$ref"] = ScimAnswers.Place(context.Request, $"/Users/{person.Id}"), ["type"] = "User", ["display"] = person.Name,
            })]),
        },
        Kind, ScimAnswers.Place(context.Request, $"/Groups/{group.Id:N}"), group.CreatedAt);
}
