using System.Text.Json.Nodes;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Api;

namespace AccessKiosk.Web.Scim;

/// <summary><c>/scim/v2/Users</c>: the people whom a directory has sent. Others are not shown to it.</summary>
internal sealed class ScimUsers(KioskStore store, HttpContext context)
{
    private const string Kind = "User";

    /// <summary>Whether a directory has a person among its users.</summary>
    public static bool IsUser(Person person) => person.Directory is { IsGone: false };

    /// <summary>The person of an identifier.</summary>
    public static Person? Find(KioskStore store, string id) => Guid.TryParse(id, out var guid) && store.People.Find(new(guid)) is { } person && IsUser(person) ? person : null;

    /// <summary>A page of users.</summary>
    public async Task<IResult> ListAsync(CancellationToken cancellationToken)
    {
        var groups = await GroupsAsync(cancellationToken);
        return ScimAnswers.List(context, store.People.All.Where(IsUser).OrderBy(person => person.Id.Value), Values, person => Body(person, groups));
    }

    /// <summary>One user.</summary>
    public async Task<IResult> GetAsync(string id, CancellationToken cancellationToken) => ScimAnswers.One(context, Body(Require(id), await GroupsAsync(cancellationToken)));

    /// <summary>Adds a user: somebody new, somebody whom the directory had deleted, or somebody of the same staff number whom staff have added.</summary>
    public async Task<IResult> AddAsync(CancellationToken cancellationToken)
    {
        var draft = UserDraft.Read(ScimTurn.Body(context), null);
        var before = store.People.FindByUserName(draft.UserName) ?? (string.IsNullOrWhiteSpace(draft.Number) ? null : store.People.FindByExternalId(draft.Number));
        if (before is not null && IsUser(before))
            throw new ScimException(StatusCodes.Status409Conflict, "There is a user of this userName or employeeNumber already.", "uniqueness");
        Person added;
        if (before is null)
        {
            var isSuspended = draft.Active == false;
            added = await store.People.AddAsync(
                new()
                {
                    Name = draft.Name, ExternalId = draft.Number, Status = isSuspended ? PersonStatus.Suspended : PersonStatus.Active,
                    Directory = new(draft.UserName, draft.ExternalId, isSuspended),
                },
                null, context.Name(), cancellationToken);
        }
        else
        {
            added = await SaveAsync(before, draft, draft.Active ?? true, draft.Number ?? before.ExternalId, cancellationToken);
        }

        return ScimAnswers.One(context, Body(added, await GroupsAsync(cancellationToken)), StatusCodes.Status201Created);
    }

    /// <summary>Replaces what is known of a user.</summary>
    public async Task<IResult> ReplaceAsync(string id, CancellationToken cancellationToken)
    {
        var person = await RequireVersionAsync(id, cancellationToken);
        var draft = UserDraft.Read(ScimTurn.Body(context), person.ExternalId);
        return await AnswerAsync(await SaveAsync(person, draft, draft.Active, draft.Number, cancellationToken), cancellationToken);
    }

    /// <summary>Changes what the operations name: all of it or nothing.</summary>
    public async Task<IResult> PatchAsync(string id, CancellationToken cancellationToken)
    {
        var person = await RequireVersionAsync(id, cancellationToken);
        var draft = UserDraft.Of(person);
        foreach (var operation in ScimPatch.Read(ScimTurn.Body(context)))
            draft.Apply(operation);
        return await AnswerAsync(await SaveAsync(person, draft, draft.Active, draft.Number, cancellationToken), cancellationToken);
    }

    /// <summary>Suspends a user for good and takes them out of every group. Nothing is erased: that is for a person to decide.</summary>
    public async Task<IResult> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        var person = await RequireVersionAsync(id, cancellationToken);
        var before = PersonValues.Of(person);
        var entry = person.Directory!;
        var isSuspended = entry.IsSuspended || before.Status is PersonStatus.Active;
        await store.Editor.ApplyAsync(
            [new(person.Id, before, before with { Status = PersonStatus.Suspended, Groups = new HashSet<Guid>() }) { Directory = new(entry, entry with { IsSuspended = isSuspended, IsGone = true }) }],
            context.Name(), cancellationToken);
        return TypedResults.NoContent();
    }

    private Person Require(string id) => Find(store, id) ?? throw new ScimException(StatusCodes.Status404NotFound, "There is no such user.");

    private async Task<Person> RequireVersionAsync(string id, CancellationToken cancellationToken)
    {
        var person = Require(id);
        ScimAnswers.RequireVersion(context.Request, Body(person, await GroupsAsync(cancellationToken)));
        return person;
    }

    private async Task<IResult> AnswerAsync(Person person, CancellationToken cancellationToken) => ScimAnswers.One(context, Body(person, await GroupsAsync(cancellationToken)));

    // The directory lets nobody in again whom an operator has suspended.
    private async Task<Person> SaveAsync(Person person, UserDraft draft, bool? active, string? number, CancellationToken cancellationToken)
    {
        var (before, known) = (PersonValues.Of(person), person.Directory);
        var (status, isSuspended) = (before.Status, known?.IsSuspended == true) switch
        {
            (PersonStatus.Active, _) when active == false => (PersonStatus.Suspended, true),
            (PersonStatus.Suspended, true) when active == true => (PersonStatus.Active, false),
            var unchanged => unchanged,
        };
        var after = (before with { Name = draft.Name, Number = number, Status = status }).Checked();
        var entry = new DirectoryEntry(draft.UserName, draft.ExternalId, isSuspended).Checked();
        if (after != before || entry != known)
            await store.Editor.ApplyAsync([new(person.Id, before, after) { Directory = new(known, entry) }], context.Name(), cancellationToken);
        return store.People.Find(person.Id) ?? throw new ScimException(StatusCodes.Status404NotFound, "There is no such user.");
    }

    private async Task<Dictionary<Guid, string>> GroupsAsync(CancellationToken cancellationToken) =>
        (await store.Groups.ListAsync(cancellationToken)).ToDictionary(group => group.Id, group => group.Name);

    private static ScimValues Values(Person person) => attribute => attribute switch
    {
        "id" => (true, [person.Id.ToString()]),
        "username" => (false, [person.Directory!.UserName]),
        "externalid" => (true, person.Directory!.ExternalId is { } external ? [external] : []),
        "displayname" or "name.formatted" => (false, [person.Name]),
        "active" => (false, [person.Status is PersonStatus.Active ? "true" : "false"]),
        "meta.resourcetype" => (false, [Kind]),
        "groups" or "groups.value" => (true, person.Groups.Select(group => group.ToString("N"))),
        _ when attribute.Equals($"{ScimSchemas.Enterprise}:employeeNumber", StringComparison.OrdinalIgnoreCase) => (false, person.ExternalId is { } number ? [number] : []),
        _ => null,
    };

    private JsonObject Body(Person person, Dictionary<Guid, string> groups)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray(ScimSchemas.User, ScimSchemas.Enterprise), ["id"] = person.Id.ToString() };
        if (person.Directory!.ExternalId is { } external)
            body["externalId"] = external;
        body["userName"] = person.Directory.UserName;
        body["displayName"] = person.Name;
        body["name"] = new JsonObject { ["formatted"] = person.Name };
        body["active"] = person.Status is PersonStatus.Active;
        if (person.ExternalId is { } number)
            body[ScimSchemas.Enterprise] = new JsonObject { ["employeeNumber"] = number };
        var memberships = person.Groups.Where(groups.ContainsKey).Select(group => (JsonNode)new JsonObject
        {
            ["value"] = group.ToString("N"), ["$ref"] = ScimAnswers.Place(context.Request, $"/Groups/{group:N}"), ["display"] = groups[group],
        }).ToArray();
        if (memberships.Length > 0)
            body["groups"] = new JsonArray(memberships);
        return ScimAnswers.Described(body, Kind, ScimAnswers.Place(context.Request, $"/Users/{person.Id}"), person.CreatedAt);
    }
}
