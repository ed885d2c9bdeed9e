using System.ComponentModel;
using System.Text.Json.Nodes;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Web.Api.Conditions;
using AccessKiosk.Web.Api.Contracts;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace AccessKiosk.Web.Api;

/// <summary><c>/api/v1/people</c>.</summary>
internal static class PeopleApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("/people").RequireAuthorization(ApiScopes.Policy(Permissions.ManagePeople)).WithTags("People");
        people.MapGet("/", List).WithName("ListPeople").WithSummary("People, by name");
        people.MapPost("/", AddAsync).WithName("AddPerson").WithSummary("Adds a person without references")
            .Accepts<PersonInput>("application/json").ProducesProblem(409).ProducesProblem(422).Tagged();
        people.MapGet("/{id}", (string id, KioskStore store) => PersonBody.Of(Require(store, id))).WithName("GetPerson").WithSummary("One person").ProducesProblem(404).Tagged();
        people.MapPut("/{id}", ReplaceAsync).WithName("ReplacePerson").WithSummary("Replaces what is known of a person; every property must be given")
            .Accepts<PersonInput>("application/json").ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(422).Tagged();
        people.MapPatch("/{id}", ChangeAsync).WithName("ChangePerson").WithSummary("Changes what the body names and nothing else (JSON merge patch)")
            .Accepts<PersonPatch>("application/json", "application/merge-patch+json").ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(422).Tagged();
        people.MapDelete("/{id}", EraseAsync).WithName("ErasePerson").WithSummary("Erases a person for good, and says what was erased").ProducesProblem(404).ProducesProblem(412).Tagged();
        people.MapGet("/{id}/export", ExportAsync).WithName("ExportPerson").WithSummary("Everything stored about a person (GDPR art. 15 and 20)")
            .Produces(200, contentType: "application/json").ProducesProblem(404);
        people.MapGet("/{id}/references", ListReferencesAsync).WithName("ListReferences").WithSummary("A person's references, without the embeddings").ProducesProblem(404);
        people.MapPost("/{id}/references", AddReferenceAsync).WithName("AddReference").WithSummary("Makes a reference from a picture; the picture is not kept")
            .TakesImage().ProducesProblem(404).ProducesProblem(409);
        people.MapDelete("/{id}/references/{reference:guid}", RemoveReferenceAsync).WithName("RemoveReference").WithSummary("Removes a reference").ProducesProblem(404);
    }

    /// <summary>The person of an address.</summary>
    public static Person Require(KioskStore store, string id) =>
        Guid.TryParse(id, out var guid) && store.People.Find(new(guid)) is { } person ? person : throw new StoreException(StoreFault.NotFound, "There is no such person.");

    /// <summary>Who asks, for the audit.</summary>
    public static string Name(this HttpContext context) => context.User.Identity!.Name!;

    private static PeopleBody List(
        KioskStore store, [Description("Part of a name, a staff number or an identifier.")] string? search = null, int offset = 0, [Description("1 to 1000.")] int limit = 100)
    {
        var found = string.IsNullOrWhiteSpace(search) ? store.People.List() : store.People.Search(search);
        return new(found.Count, [.. found.Skip(Math.Max(0, offset)).Take(Math.Clamp(limit, 1, 1000)).Select(PersonBody.Of)]);
    }

    private static async Task<Created<PersonBody>> AddAsync(
        JsonObject body, KioskStore store, SiteRules rules, IOptions<JsonOptions> json, HttpContext context, CancellationToken cancellationToken)
    {
        var input = PersonChange.ReadNew(body, json.Value.SerializerOptions);
        var added = await store.People.AddAsync(
            new() { Name = input.Name, ExternalId = input.ExternalId, Note = input.Note, Status = input.Status, ValidFrom = DateInput.From(input.ValidFrom, rules.Active.Zone), ValidUntil = DateInput.Until(input.ValidUntil, rules.Active.Zone) }, null, context.Name(), cancellationToken);
        return TypedResults.Created($"/api/v1/people/{added.Id}", PersonBody.Of(added));
    }

    private static Task<PersonBody> ReplaceAsync(
        string id, JsonObject body, KioskStore store, SiteRules rules, IOptions<JsonOptions> json, HttpContext context, CancellationToken cancellationToken)
    {
        PersonChange.RequireWhole(body);
        return ChangeAsync(id, body, store, rules, json, context, cancellationToken);
    }

    private static async Task<PersonBody> ChangeAsync(
        string id, JsonObject body, KioskStore store, SiteRules rules, IOptions<JsonOptions> json, HttpContext context, CancellationToken cancellationToken)
    {
        await PersonChange.ApplyAsync(body, Require(store, id), store, rules.Active.Zone, json.Value.SerializerOptions, context.Name(), cancellationToken);
        return PersonBody.Of(Require(store, id));
    }

    private static async Task<ErasureBody> EraseAsync(string id, KioskStore store, HttpContext context, CancellationToken cancellationToken)
    {
        var c = await store.Privacy.EraseAsync(Require(store, id).Id, context.Name(), cancellationToken);
        return new(c.Person.ToString(), c.ErasedAt, c.References, c.Consents, c.Events, c.Alerts, c.AuditSequence, c.AuditHash);
    }

    private static async Task ExportAsync(string id, KioskStore store, HttpContext context, CancellationToken cancellationToken)
    {
        var person = Require(store, id);
        using var export = new MemoryStream();
        await store.Privacy.ExportAsync(person.Id, export, context.Name(), cancellationToken);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(export.GetBuffer().AsMemory(0, (int)export.Length), cancellationToken);
    }

    private static async Task<IReadOnlyList<ReferenceBody>> ListReferencesAsync(string id, KioskStore store, CancellationToken cancellationToken) =>
        [.. (await store.References.ListAsync(Require(store, id).Id, cancellationToken)).Select(r => new ReferenceBody(r.Id.ToString(), r.ModelHash, r.Quality, r.Source, r.CapturedAt, r.CreatedAt))];

    private static async Task<Results<Created<ReferenceBody>, ProblemHttpResult>> AddReferenceAsync(
        string id,
        [Description("The version of the consent text that the person agreed to.")] string consent,
        EnrolledPopulation workforce,
        ApiFaces faces,
        HttpContext context,
        CancellationToken cancellationToken,
        [Description("Whether somebody enrolled who looks the same is somebody else.")] bool allowDuplicate = false)
    {
        var person = Require(workforce.Store, id);
        var decision = new NewConsent(ConsentDecision.Granted, consent, context.Name());
        var capture = await faces.CaptureAsync(context.Request, "api", cancellationToken);
        var before = (await workforce.Store.References.ListAsync(person.Id, cancellationToken)).Select(r => r.Id).ToHashSet();
        var outcome = await new Enroller(workforce, context.RequestServices.GetRequiredService<TimeProvider>())
            .AddAsync(person.Id, decision, [capture], "picture", context.Name(), allowDuplicate, cancellationToken);
        if (outcome.Person is null)
            return TypedResults.Problem($"Somebody enrolled looks the same: {string.Join(", ", outcome.LookAlikes.Select(one => one.Person))}. Send allowDuplicate=true if they are somebody else.", statusCode: 409);
        var added = (await workforce.Store.References.ListAsync(person.Id, cancellationToken)).First(r => !before.Contains(r.Id));
        return TypedResults.Created($"/api/v1/people/{person.Id}/references/{added.Id}", new ReferenceBody(added.Id.ToString(), added.ModelHash, added.Quality, added.Source, added.CapturedAt, added.CreatedAt));
    }

    private static async Task<NoContent> RemoveReferenceAsync(string id, Guid reference, KioskStore store, HttpContext context, CancellationToken cancellationToken)
    {
        await store.References.RemoveAsync(Require(store, id).Id, new(reference), context.Name(), cancellationToken);
        return TypedResults.NoContent();
    }
}
