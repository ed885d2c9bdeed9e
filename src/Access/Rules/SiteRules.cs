using AccessKiosk.Access.Policy;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Access.Rules;

/// <summary>The active rules of a site.</summary>
/// <param name="Rules">The rules; the defaults when none were written or they cannot be read.</param>
/// <param name="Model">What decides.</param>
/// <param name="Stored">The document in the store; null when none was ever written.</param>
/// <param name="Fault">Why the stored rules cannot be used, so that nobody is let in; null when all is well.</param>
public sealed record ActiveRules(AccessRules Rules, AccessModel Model, StoredSetting? Stored, string? Fault)
{
    /// <summary>What to change although the rules work; empty when nothing.</summary>
    public IReadOnlyList<string> Advice { get; init; } = [];

    /// <summary>The site's time zone: validity, schedules and every date on the pages go by it.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(Rules.Zone);

    /// <summary>The version to change from.</summary>
    public int Version => Stored?.Version ?? 0;
}

/// <summary>Keeps the site's rules in the store and activates them.</summary>
public sealed class SiteRules
{
    /// <summary>The document's name in the store.</summary>
    public const string Setting = "access-rules";

    private readonly KioskStore _store;
    private readonly CurrentAccessPolicy _book;
    private readonly IReadOnlyList<string> _doors;
    private ActiveRules _active;

    private SiteRules(KioskStore store, IReadOnlyList<string> doors, ActiveRules active) =>
        (_store, _doors, _active, _book) = (store, doors, active, new(active.Model));

    /// <summary>What decides.</summary>
    public CurrentAccessPolicy Book => _book;

    /// <summary>The names of the configured doors.</summary>
    public IReadOnlyList<string> Doors => _doors;

    /// <summary>The active rules.</summary>
    public ActiveRules Active => Volatile.Read(ref _active);

    /// <summary>Reads the site's rules and activates them.</summary>
    public static async Task<SiteRules> OpenAsync(KioskStore store, IReadOnlyList<string> doors, CancellationToken cancellationToken) =>
        new(store, doors, await ReadAsync(store, doors, cancellationToken));

    /// <summary>The site's rules: everyone at any time where none were ever written, nobody where they cannot be read.</summary>
    public static async Task<ActiveRules> ReadAsync(KioskStore store, IReadOnlyList<string> doors, CancellationToken cancellationToken)
    {
        var stored = await store.Settings.FindAsync(Setting, cancellationToken);
        if (stored is null)
            return new(Defaults(doors), DefaultAccessModel.Model(doors), null, null);
        try
        {
            var (rules, model, advice) = RulesText.Read(stored.Text);
            return new(rules, model, stored, null) { Advice = advice };
        }
        catch (RulesException fault)
        {
            return new(Defaults(doors), new AccessModel([]), stored, $"The access rules cannot be used, so nobody is let in: {fault.Message}");
        }
    }

    /// <summary>The site's time zone, for those who have no doors to ask about.</summary>
    public static async Task<TimeZoneInfo> ZoneAsync(KioskStore store, CancellationToken cancellationToken) =>
        (await ReadAsync(store, [], cancellationToken)).Zone;

    /// <summary>The rules that a site has before it writes any, to begin from.</summary>
    public static AccessRules Defaults(IEnumerable<string> doors) => new()
    {
        Zone = TimeZoneInfo.Local.Id,
        Doors = [.. doors.Select(door => new DoorRule { Name = door, Permissions = [new(DefaultAccessModel.Group, Schedule: null)] })],
    };

    /// <summary>Stores rules, audited, and activates them from the next decision on.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="version">The version that they were made from.</param>
    /// <param name="by">The operator.</param>
    /// <param name="summary">What changed, for the audit.</param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    /// <exception cref="RulesException">The rules have faults; every one is listed. Nothing has changed.</exception>
    /// <exception cref="StoreException">Somebody else has changed them, or the store cannot be written.</exception>
    public async Task SaveAsync(AccessRules rules, int version, string by, string summary, CancellationToken cancellationToken)
    {
        // Activates what a restart would read; a name that no system knows is refused here.
        _ = RulesCompiler.CompileChecked(rules);
        var text = RulesText.Write(rules);
        var (read, model, _) = RulesText.Read(text);
        var stored = await _store.Settings.WriteAsync(Setting, text, version, by, summary, cancellationToken);
        _book.Replace(model);
        Volatile.Write(ref _active, new(read, model, stored, null));
    }
}
