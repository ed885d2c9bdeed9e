using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.Review;

/// <summary><c>GET /review/events/export</c>: the filtered events as CSV or JSON, written as they are read; audited.</summary>
internal static class EventExport
{
    private const string Header = "time,code,severity,person,person_id,door,reason,score,threshold,liveness,seconds,detail\r\n";

    public static async Task WriteAsync(HttpContext context, KioskStore store, EnrolledPopulation workforce, SiteTime time)
    {
        var cancellationToken = context.RequestAborted;
        var filter = EventFilter.Of(context.Request);
        var isJson = context.Request.Query["format"] == "json";
        if (!TryQuery(filter, store, time, out var query))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await AuditAsync(context, store, isJson ? "json" : "csv", query);
        var name = $"events-{time.Now:yyyyMMdd-HHmm}.{(isJson ? "json" : "csv")}";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        context.Response.ContentType = isJson ? "application/json" : "text/csv; charset=utf-8";
        if (isJson)
            await JsonSerializer.SerializeAsync(context.Response.Body, Lines(store, workforce, query, cancellationToken), JsonLines.Options, cancellationToken);
        else
            await WriteCsvAsync(context.Response, Lines(store, workforce, query, cancellationToken), cancellationToken);
    }

    /// <summary>Records who takes which events out of the kiosk.</summary>
    /// <exception cref="StoreException">It cannot be recorded.</exception>
    public static Task AuditAsync(HttpContext context, KioskStore store, string format, EventQuery query) => store.Audit.AppendAsync(
        context.User.Identity!.Name!, "events.exported", query.People is [var only] ? only.ToString() : null,
        new { format, people = query.People?.Count, query.Door, query.Kind, query.From, query.Until }, context.RequestAborted);

    private static bool TryQuery(EventFilter filter, KioskStore store, SiteTime time, [NotNullWhen(true)] out EventQuery? query)
    {
        try
        {
            query = filter.ToQuery(store, time);
            return true;
        }
        catch (StoreException)
        {
            query = null;
            return false;
        }
    }

    private static async IAsyncEnumerable<AccessEvent> Lines(
        KioskStore store, EnrolledPopulation workforce, EventQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in store.Events.StreamAsync(query, cancellationToken))
            yield return happened.Named(workforce.NameOf);
    }

    private static async Task WriteCsvAsync(HttpResponse response, IAsyncEnumerable<AccessEvent> events, CancellationToken cancellationToken)
    {
        // The mark at the beginning is what makes spreadsheets read it as UTF-8.
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await writer.WriteAsync(Header.AsMemory(), cancellationToken);
        await foreach (var e in events)
            await writer.WriteAsync(
                $"{e.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ},{e.Code},{SnakeCase.Name(e.Severity)},{CsvText.Field(e.Name)},{e.Person},{CsvText.Field(e.Door)},{(e.Reason is { } reason ? SnakeCase.Name(reason) : "")},{Number(e.Score)},{Number(e.Threshold)},{Number(e.Liveness)},{Number(e.Seconds)},{CsvText.Field(e.Detail)}\r\n".AsMemory(),
                cancellationToken);
    }

    private static string Number(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";
}
