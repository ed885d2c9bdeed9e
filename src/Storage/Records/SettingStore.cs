using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Records;

/// <summary>A document of the site's settings; the store does not look into it.</summary>
/// <param name="Name">Its name, for instance <c>access-rules</c>.</param>
/// <param name="Text">The document.</param>
/// <param name="Version">Rises by one with every change; the first is 1.</param>
/// <param name="ChangedAt">When it was last changed.</param>
/// <param name="ChangedBy">By whom.</param>
public sealed record StoredSetting(string Name, string Text, int Version, DateTimeOffset ChangedAt, string ChangedBy);

/// <summary>Documents of the site's settings: few, small, changed as a whole.</summary>
public sealed class SettingStore
{
    private const int NameLength = 100;
    private const int LongestText = 1 << 20;
    private readonly StoreCore _core;

    internal SettingStore(StoreCore core) => _core = core;

    /// <summary>The document, or null when it was never written.</summary>
    public Task<StoredSetting?> FindAsync(string name, CancellationToken cancellationToken = default) => _core.ReadAsync(
        async (db, token) => await db.Settings.AsNoTracking().SingleOrDefaultAsync(row => row.Name == name, token) is { } row ? Record(row) : null,
        cancellationToken);

    /// <summary>Writes the document; audited with <paramref name="summary"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">The whole document, up to 1,048,576 characters.</param>
    /// <param name="version">The version that the change was made from; 0 when there was none.</param>
    /// <param name="by">The operator.</param>
    /// <param name="summary">What was changed, for the audit.</param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    /// <exception cref="StoreException"><see cref="StoreFault.Conflict"/>: somebody else has changed it since.</exception>
    public Task<StoredSetting> WriteAsync(
        string name, string text, int version, string by, string summary, CancellationToken cancellationToken = default)
    {
        var key = Check.Text(name, "the setting's name", NameLength);
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText)
            throw Check.Invalid($"The setting {key} has {text.Length:N0} characters: {LongestText:N0} fit.");
        return _core.WriteAsync(
            async (work, token) =>
            {
                var row = await work.Db.Settings.SingleOrDefaultAsync(row => row.Name == key, token);
                if ((row?.Version ?? 0) != version)
                    throw new StoreException(
                        StoreFault.Conflict,
                        $"{row?.ChangedBy ?? "Somebody"} has changed this since you opened it: look at it again, then make your change.");
                if (row is null)
                    work.Db.Settings.Add(row = new() { Name = key, Text = text, ChangedBy = by });
                (row.Text, row.Version, row.ChangedAt, row.ChangedBy) = (text, version + 1, work.Now, by);
                work.Audit(by, "setting.changed", key, new { version = row.Version, summary });
                return Record(row);
            },
            cancellationToken);
    }

    private static StoredSetting Record(SettingRow row) => new(row.Name, row.Text, row.Version, row.ChangedAt, row.ChangedBy);
}
