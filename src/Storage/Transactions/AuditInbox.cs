using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccessKiosk.Foundation;
using AccessKiosk.Storage.Files;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;

namespace AccessKiosk.Storage.Transactions;

/// <summary>
/// Audit entries of commands beside a running kiosk, which alone may write: each lies as a sealed file beside the database until
/// the kiosk takes it up, within seconds, or the next start does.
/// </summary>
internal sealed class AuditInbox(StoreCore core)
{
    private const string Purpose = "audit inbox";
    private const string Unreadable = "audit.left-entry-unreadable";
    private const string Ending = ".entry";
    private const long Largest = 64 << 10;

    // A kiosk takes them up within seconds: so many wait only where it cannot write either.
    private const int Most = 5_000;

    private readonly SecretBox _box = new(core.Keys);

    private string Folder => Path.Combine(core.Options.Directory, "audit-inbox");

    /// <summary>Leaves an entry; durable on return.</summary>
    /// <exception cref="StoreException">It cannot be left, so what it is about must not be done.</exception>
    public void Leave(string actor, string action, string? subject, object? details)
    {
        Check.Text(actor, "who did it", KioskDb.NameLength);
        var now = core.Time.GetUtcNow();
        var entry = new Entry(now, actor, action, subject, details is null ? null : JsonSerializer.SerializeToNode(details)?.AsObject());
        DurableFile.MakeFolder(Folder);
        if (Directory.EnumerateFiles(Folder, "*" + Ending).Skip(Most - 1).Any())
            throw new StoreException(StoreFault.DiskFull, $"{Most:N0} entries for the audit wait in {Folder} already: see why the kiosk does not take them up (kiosk doctor), or start it.");
        // By the hour of their names they are taken up in their order.
        var name = string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMddHHmmssfffffff}-{Guid.NewGuid():N}{Ending}");
        DurableFile.Write(Path.Combine(Folder, name), _box.Seal(Purpose, JsonSerializer.SerializeToUtf8Bytes(entry)));
    }

    /// <summary>Takes up what was left. A kill in between takes an entry up twice, never not at all.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Folder))
            return;
        foreach (var file in Directory.EnumerateFiles(Folder, "*" + Ending).Order(StringComparer.Ordinal).ToList())
        {
            var entry = Read(file);
            await core.WriteAsync(
                (work, _) => Task.FromResult(entry is null
                    ? work.Audit("system", Unreadable, null, new { file = Path.GetFileName(file) })
                    : work.AuditJson(entry.Actor, entry.Action, entry.Subject, Details(entry))),
                cancellationToken);
            File.Delete(file);
        }
    }

    // When it was done: the row says when it was taken up.
    private static string Details(Entry entry)
    {
        var details = entry.Details ?? [];
        details["at"] = entry.At;
        return details.ToJsonString();
    }

    private Entry? Read(string file)
    {
        try
        {
            using var stream = RegularFile.Open(file);
            if (stream.Length is 0 or > Largest)
                return null;
            var box = new byte[stream.Length];
            stream.ReadExactly(box);
            return _box.Open(Purpose, box) is { } entry ? JsonSerializer.Deserialize<Entry>(entry) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private sealed record Entry(DateTimeOffset At, string Actor, string Action, string? Subject, JsonObject? Details);
}
