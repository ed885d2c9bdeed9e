using System.ComponentModel;
using System.Text.Json;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Web.People.Import;

namespace AccessKiosk.Web.Api.Contracts;

// What the API takes and gives. Identifiers of people are 32 hexadecimal digits, as everywhere in the record.

internal sealed record PersonBody(
    string Id, string Name, string? ExternalId, string? Note, PersonStatus Status, DateTimeOffset? ValidFrom, DateTimeOffset? ValidUntil,
    DateTimeOffset CreatedAt, DateTimeOffset? LastSeenAt, ConsentDecision? Consent, int References, IReadOnlyList<Guid> Groups)
{
    public static PersonBody Of(Person p) => new(
        p.Id.ToString(), p.Name, p.ExternalId, p.Note, p.Status, p.ValidFrom, p.ValidUntil, p.CreatedAt, p.LastSeenAt, p.Consent?.Decision, p.References, p.Groups);
}

internal sealed record PeopleBody([property: Description("How many fit in all.")] int Total, IReadOnlyList<PersonBody> Items);

internal sealed record PersonInput(
    [property: Description("In any script; 1 to 200 characters.")] string Name,
    [property: Description("The number in another system; unique where given.")] string? ExternalId = null,
    string? Note = null,
    PersonStatus Status = PersonStatus.Active,
    [property: Description("2030-01-31, the beginning of that day at the site, or a moment such as 2030-01-31T08:00 (site time) or 2030-01-31T08:00:00Z.")] string? ValidFrom = null,
    [property: Description("2030-12-31, to the end of that day at the site, or the moment from which the person is not admitted.")] string? ValidUntil = null);

internal sealed record PersonPatch(
    [property: Description("In any script; 1 to 200 characters.")] string? Name = null,
    [property: Description("The number in another system; unique where given; null clears it.")] string? ExternalId = null,
    string? Note = null,
    PersonStatus? Status = null,
    [property: Description("As of AddPerson; null: no limit.")] string? ValidFrom = null,
    [property: Description("As of AddPerson; null: no limit.")] string? ValidUntil = null);

internal sealed record ErasureBody(string Person, DateTimeOffset ErasedAt, int References, int Consents, int Events, int Alerts, long AuditEntry, string AuditHash);

internal sealed record ReferenceBody(string Id, string Model, float Quality, string Source, DateTimeOffset CapturedAt, DateTimeOffset CreatedAt);

internal sealed record FaceBody(
    [property: Description("x, y, width, height in pixels.")] float[] Box, float Score, float EyeDistance, float Yaw, float Pitch, float Roll, [property: Description("Why it would be no good reference.")] string[] Faults);

internal sealed record DetectBody(int Width, int Height, IReadOnlyList<FaceBody> Faces);

internal sealed record IdentifyBody(
    [property: Description("The person identified; null when nobody is, or two people are too similar.")] string? Person, string? Name,
    [property: Description("The comparison score of the best match, −1 to 1; null when nobody is enrolled.")] float? Score, float Threshold, int References);

internal sealed record VerifyBody(bool Match, float Score, float Threshold, [property: Description("Share of comparisons of two people that score as high.")] double Fmr);

internal sealed record EventsBody(IReadOnlyList<AccessEvent> Items, [property: Description("Give it as before for the next page; null on the last.")] string? Next);

internal sealed record AlertBody(
    Guid Id, DateTimeOffset At, string Door, string? Person, string? Name, double? Liveness, ReasonCode Reason, [property: Description("What spoke most for an attack.")] string? Cue, bool HasPicture, string? Verdict, string? Note,
    bool ForCalibration, string? ReviewedBy, DateTimeOffset? ReviewedAt, [property: Description("What every cue said over time; only when one alert is asked for.")] JsonElement? Evidence = null);

internal sealed record VerdictsInput(
    [property: Description("Which alerts: 1 to 1000.")] IReadOnlyList<Guid> Alerts, [property: Description("attack, false-alarm or unclear.")] string Verdict,
    [property: Description("Replaces the notes that they have; none leaves them.")] string? Note = null, bool ForCalibration = false);

internal sealed record VerdictInput([property: Description("attack, false-alarm or unclear.")] string Verdict, string? Note = null, bool ForCalibration = false);

internal sealed record DoorBody(string Name, [property: Description("Why the lock is as it is: locked, unlocked, hold_open, impaired, tampered, interlocked, lockdown, fault or emergency.")] string Mode, [property: Description("What the leaf does: closed, open, held_warning, held_alarm or forced.")] string Leaf, bool Unlocked, DateTimeOffset? HeldOpenUntil,
    [property: Description("Whether its relay is simulated: no lock moves.")] bool Simulated,
    [property: Description("The cameras that look at it.")] IReadOnlyList<CameraBody> Cameras,
    [property: Description("Its rules that contradict each other or change nothing, as sentences; only when one door is asked for.")] IReadOnlyList<string>? RuleWarnings = null);

internal sealed record CameraBody(
    string Name, [property: Description("in or out: which way it lets people through.")] string Direction, [property: Description("Whether it gives pictures that can be trusted.")] bool Sees);

internal sealed record UnlockBody(bool Open, string Mode, [property: Description("Whether the door's relay is simulated: no lock moved.")] bool Simulated);

internal sealed record WebhookInput(
    [property: Description("An https address.")] string Url, [property: Description("Codes, groups or severities of events (docs/events.md); none for all.")] IReadOnlyList<string>? Kinds = null);

internal sealed record WebhookChange(
    [property: Description("Codes, groups or severities of events; an empty list for all.")] IReadOnlyList<string> Kinds,
    [property: Description("Whether deliveries wait; they are made up for when it goes on.")] bool Paused = false);

internal sealed record WebhookBody(Guid Id, string Url, IReadOnlyList<string> Kinds, bool Paused, DateTimeOffset CreatedAt, DateTimeOffset? DeliveredAt, int Failures, DateTimeOffset? RetryAt, string? Fault,
    [property: Description("Deliveries that failed while later ones arrived; they wait until they are sent again or discarded.")] IReadOnlyList<SetAsideBody> SetAside);

internal sealed record SetAsideBody(
    [property: Description("The end of the delivery's webhook-id.")] long Sequence, DateTimeOffset At, int Tries, string Fault);

internal sealed record NewWebhookBody(WebhookBody Webhook, [property: Description("Deliveries are signed with it. It is given here and never again.")] string Secret);

internal sealed record WebhookTestBody(bool Delivered, [property: Description("Why it did not arrive.")] string? Fault);

internal sealed record LockdownBody(bool On, [property: Description("The doors that unlock for anybody as soon as it ends, because their schedule holds them open now.")] IReadOnlyList<string> HeldOpenAfterwards);

internal sealed record HoldInput([property: Description("For how long, 1 to 720.")] int Minutes);

internal sealed record ForgiveInput(
    [property: Description("The identifier of one person.")] string? Person = null, [property: Description("The identifier of a group.")] Guid? Group = null, bool Everybody = false);

internal sealed record ForgivenBody([property: Description("How many were recorded somewhere.")] int Forgiven);

internal sealed record ImportConfirmationBody(
    [property: Description("The import whose review was looked at.")] Guid Id,
    [property: Description("Folders of the people to store, as the review names them; default: everybody whom the review would store.")] IReadOnlyList<string>? People = null);

internal sealed record ImportBody(
    [property: Description("What a confirmation names.")] Guid Id,
    ImportPhase Phase,
    [property: Description("People dealt with.")] int Done,
    [property: Description("People in all; null while the upload is unpacked.")] int? Total,
    string By,
    [property: Description("Why it failed.")] string? Fault,
    [property: Description("What would be done, while it waits to be confirmed.")] ImportReviewBody? Review,
    [property: Description("What came of it, once it has ended.")] ImportReport? Report)
{
    public static ImportBody Of(ImportRun run) =>
        new(run.Id, run.Phase, run.Done, run.Total, run.By, run.Fault, run is { Phase: ImportPhase.Review, Review: { } review } ? ImportReviewBody.Of(review) : null, run.Report);
}

internal sealed record ImportReviewBody(
    [property: Description("How many people something would be stored of.")] int Stored, IReadOnlyList<ReviewedPersonBody> People,
    [property: Description("Files that are nobody's picture.")] IReadOnlyList<SkippedPicture> LeftOut)
{
    public static ImportReviewBody Of(ImportReview review) => new(review.Stored, [.. review.People.Select(ReviewedPersonBody.Of)], review.LeftOut);
}

internal sealed record ReviewedPersonBody(
    string Folder, string Name, [property: Description("The number that the person is known by.")] string? ExternalId, ImportOutlook Outlook, [property: Description("More about it.")] string? Why,
    [property: Description("References that would be stored.")] int References, [property: Description("Pictures that give none.")] IReadOnlyList<RefusedPicture> Faults)
{
    public static ReviewedPersonBody Of(ReviewedPerson one) => new(one.Entry.Folder, one.Entry.Person.Name, one.Entry.Person.ExternalId, one.Outlook, one.Why, one.References, one.Faults);
}

internal sealed record HealthBody(string Status, [property: Description("Whether the relay of a door is simulated: no lock moves there. GET /doors says which.")] bool Simulated);
