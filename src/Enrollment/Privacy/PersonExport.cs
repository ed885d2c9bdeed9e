using System.Runtime.InteropServices;
using System.Text.Json;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Remote;
using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Privacy;

/// <summary>Everything stored about a person as JSON, for the person (GDPR art. 15 and 20).</summary>
internal static class PersonExport
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static async Task WriteAsync(
        StoreCore core, Person known, ReferenceStore references, RenewalStore renewals, RemoteEnrollmentStore remote, Stream stream, CancellationToken cancellationToken)
    {
        var person = known.Id;
        await using var json = new Utf8JsonWriter(stream, Indented);
        json.WriteStartObject();
        json.WriteString("format", "access-kiosk person export 1");
        json.WriteString("exportedAt", core.Time.GetUtcNow());
        WritePerson(json, known);
        await core.ReadAsync(
            async (db, token) =>
            {
                await WriteRowsAsync(json, db, person, token);
                return true;
            },
            cancellationToken);
        json.WriteStartArray("references");
        await references.LoadAllAsync(person, (reference, embedding) => WriteReference(json, reference, embedding), cancellationToken);
        json.WriteEndArray();
        json.WriteStartArray("proposedRenewals");
        await renewals.LoadAsync(person, (renewal, model, embedding) => WriteRenewal(json, renewal, model, embedding), cancellationToken);
        json.WriteEndArray();
        json.WriteStartArray("picturesToReview");
        foreach (var enrolment in await remote.ListAsync(person, cancellationToken))
            foreach (var picture in await remote.PicturesAsync(enrolment.Id, cancellationToken))
                WritePicture(json, enrolment, picture);
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    private static void WritePerson(Utf8JsonWriter json, Person person)
    {
        json.WriteStartObject("person");
        json.WriteString("id", person.Id.ToString());
        json.WriteString("name", person.Name);
        json.WriteString("externalId", person.ExternalId);
        json.WriteString("note", person.Note);
        json.WriteString("status", person.Status.ToString());
        // The hash is the kiosk's secret more than the person's data: a PIN is found from it by trying all.
        json.WriteBoolean("pinSet", person.HasPin);
        json.WriteBoolean("needsProof", person.NeedsProof);
        if (person.Directory is { } entry)
        {
            json.WriteStartObject("directory");
            json.WriteString("userName", entry.UserName);
            json.WriteString("externalId", entry.ExternalId);
            json.WriteBoolean("suspended", entry.IsSuspended);
            json.WriteBoolean("gone", entry.IsGone);
            json.WriteEndObject();
        }

        WriteTime(json, "validFrom", person.ValidFrom);
        WriteTime(json, "validUntil", person.ValidUntil);
        WriteTime(json, "createdAt", person.CreatedAt);
        WriteTime(json, "lastSeenAt", person.LastSeenAt);
        json.WriteEndObject();
    }

    private static async Task WriteRowsAsync(Utf8JsonWriter json, KioskDb db, PersonId person, CancellationToken cancellationToken)
    {
        var id = person.Value;
        var name = person.ToString();
        var groups = db.Memberships.Where(row => row.PersonId == id)
            .Join(db.Groups, row => row.GroupId, row => row.Id, (_, group) => group.Name)
            .OrderBy(group => group);
        json.WriteStartArray("groups");
        await foreach (var group in groups.AsAsyncEnumerable().WithCancellation(cancellationToken))
            json.WriteStringValue(group);
        json.WriteEndArray();

        await WriteAsync(json, "consents", db.Consents.Where(row => row.PersonId == id).OrderBy(row => row.At), row =>
        {
            json.WriteString("decision", row.Decision.ToString());
            json.WriteString("textVersion", row.TextVersion);
            json.WriteString("takenBy", row.TakenBy);
            json.WriteString("at", row.At);
        }, cancellationToken);
        await WriteAsync(json, "events", db.Events.Where(row => row.PersonId == id).OrderBy(row => row.At), row =>
        {
            json.WriteString("at", row.At);
            json.WriteString("code", row.Code);
            json.WriteString("door", row.Door);
            WriteNumber(json, "score", row.Score);
            WriteNumber(json, "threshold", row.Threshold);
            WriteNumber(json, "liveness", row.Liveness);
            json.WriteString("reason", row.Reason);
            json.WriteString("detail", row.Detail);
            json.WriteString("details", row.Details);
        }, cancellationToken);
        await WriteAsync(json, "spoofAlerts", db.Alerts.Where(row => row.PersonId == id).OrderBy(row => row.At), row =>
        {
            json.WriteString("at", row.At);
            json.WriteString("door", row.Door);
            WriteNumber(json, "score", row.Score);
            json.WriteString("cue", row.Cue);
            json.WriteString("reason", row.Reason);
            json.WriteString("verdict", row.Verdict);
            json.WriteString("note", row.Note);
            // Not handed out: it may show the attacker, who has rights too.
            json.WriteBoolean("pictureKept", row.Picture is not null);
        }, cancellationToken);
        await WriteAsync(json, "accessMemory", db.AccessStates.Where(row => row.PersonId == id).OrderBy(row => row.Kind), row =>
        {
            json.WriteString("kind", row.Kind);
            json.WriteString("text", row.Text);
        }, cancellationToken);
        await WriteAsync(json, "passages", db.Passages.Where(row => row.PersonId == id).OrderBy(row => row.At), row =>
        {
            json.WriteString("at", row.At);
            json.WriteString("place", row.Zone);
        }, cancellationToken);
        await WriteAsync(json, "markedSafe", db.SafeMarks.Where(row => row.PersonId == id), row =>
        {
            json.WriteString("at", row.At);
            json.WriteString("by", row.By);
        }, cancellationToken);
        await WriteAsync(json, "audit", db.Audit.Where(row => row.Subject == name).OrderBy(row => row.Sequence), row =>
        {
            json.WriteString("at", row.At);
            json.WriteString("actor", row.Actor);
            json.WriteString("action", row.Action);
            json.WriteString("details", row.Details);
        }, cancellationToken);
    }

    private static async Task WriteAsync<T>(
        Utf8JsonWriter json, string name, IQueryable<T> rows, Action<T> write, CancellationToken cancellationToken)
        where T : class
    {
        json.WriteStartArray(name);
        await foreach (var row in rows.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            json.WriteStartObject();
            write(row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteReference(Utf8JsonWriter json, StoredReference reference, ReadOnlySpan<float> embedding)
    {
        json.WriteStartObject();
        json.WriteString("id", reference.Id.ToString());
        json.WriteString("modelHash", reference.ModelHash);
        json.WriteNumber("quality", reference.Quality);
        json.WriteString("source", reference.Source);
        json.WriteString("origin", reference.Origin.ToString());
        json.WriteString("capturedAt", reference.CapturedAt);
        json.WriteString("createdAt", reference.CreatedAt);
        WriteEmbedding(json, embedding);
        json.WriteEndObject();
    }

    private static void WriteRenewal(Utf8JsonWriter json, ReferenceRenewal renewal, string modelHash, ReadOnlySpan<float> embedding)
    {
        json.WriteStartObject();
        json.WriteString("id", renewal.Id.ToString("N"));
        json.WriteString("modelHash", modelHash);
        json.WriteNumber("score", renewal.Score);
        json.WriteNumber("threshold", renewal.Threshold);
        json.WriteNumber("enrolmentScore", renewal.EnrollmentScore);
        json.WriteNumber("quality", renewal.Quality);
        json.WriteString("capturedAt", renewal.CapturedAt);
        WriteEmbedding(json, embedding);
        json.WriteEndObject();
    }

    private static void WritePicture(Utf8JsonWriter json, RemoteEnrollment enrolment, RemotePicture picture)
    {
        json.WriteStartObject();
        json.WriteString("source", enrolment.Source);
        json.WriteString("at", picture.At);
        json.WriteString("modelHash", picture.Capture.ModelHash);
        json.WriteBase64String("jpeg", picture.Capture.Picture);
        WriteEmbedding(json, picture.Capture.Embedding);
        json.WriteEndObject();
    }

    private static void WriteEmbedding(Utf8JsonWriter json, ReadOnlySpan<float> embedding)
    {
        json.WriteNumber("length", embedding.Length);
        json.WriteString("encoding", "base64 of 32-bit little-endian floats");
        json.WriteBase64String("embedding", MemoryMarshal.AsBytes(embedding));
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } value)
            json.WriteString(name, value);
        else
            json.WriteNull(name);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
