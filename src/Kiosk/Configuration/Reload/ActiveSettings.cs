using AccessKiosk.Access.Configuration;
using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Kiosk.Configuration.Reload;

/// <summary>The settings that the running kiosk has, and how it takes others.</summary>
/// <param name="options">What every part of it reads.</param>
/// <param name="events">Told of every change.</param>
/// <param name="time">The clock.</param>
internal sealed class ActiveSettings(KioskOptions options, IEventSink events, TimeProvider time)
{
    private readonly Lock _gate = new();

    /// <summary>Takes what can be taken while it runs; the event names that, and what needs a restart.</summary>
    /// <param name="fresh">The settings as they are given now.</param>
    /// <param name="counts">Which keys are looked at; null for all.</param>
    public void Take(KioskOptions fresh, Func<string, bool>? counts = null)
    {
        lock (_gate)
        {
            var (old, wanted) = (SettingPlace.Of(options), SettingPlace.Of(fresh));
            string[] changed = [.. old.Keys.Union(wanted.Keys, StringComparer.OrdinalIgnoreCase).Where(key => (counts?.Invoke(key) ?? true) && Differs(key)).Order(StringComparer.OrdinalIgnoreCase)];
            string[] live = [.. changed.Where(LiveSettings.Include)], rest = [.. changed.Except(live, StringComparer.Ordinal)];
            foreach (var key in live)
                old[key].TakeFrom(wanted[key]);
            if (changed.Length > 0)
                Tell(EventCodes.SettingsChanged, string.Join("; ", Words("active now", live).Concat(Words("needs a restart", rest))));

            bool Differs(string key) => !old.TryGetValue(key, out var before) || !wanted.TryGetValue(key, out var after) || before.Text != after.Text;
        }
    }

    /// <summary>Tells that settings were not taken, and why.</summary>
    public void Refuse(Exception fault) =>
        Tell(EventCodes.SettingsRefused, fault is ConfigurationException { Faults: var faults } ? string.Join(' ', faults) : fault.Message);

    // Keys without values: an address may hold a password.
    private static IEnumerable<string> Words(string what, string[] keys) => keys.Length == 0 ? [] : [$"{what}: {string.Join(", ", keys)}"];

    private void Tell(EventCode code, string detail) => events.Publish(new() { At = time.GetUtcNow(), Code = code, Detail = detail });
}
