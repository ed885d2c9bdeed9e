using Microsoft.Extensions.Caching.Memory;

namespace AccessKiosk.Web.Security;

/// <summary>Secrets on their way from the form that made them to the page that shows them: in memory, for minutes, for one look.</summary>
internal sealed class OneTimeSecret(IMemoryCache cache)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Keeps one.</summary>
    public void Keep(Guid id, string secret) => cache.Set(Slot(id), secret, Longest);

    /// <summary>Removes and returns it; null when it was shown already, or is too old.</summary>
    public string? Take(Guid? id)
    {
        if (id is null || !cache.TryGetValue(Slot(id.Value), out string? secret))
            return null;
        cache.Remove(Slot(id.Value));
        return secret;
    }

    private static string Slot(Guid id) => $"shown-once:{id:N}";
}
