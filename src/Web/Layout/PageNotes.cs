using Microsoft.Extensions.Caching.Memory;

namespace AccessKiosk.Web.Layout;

/// <summary>What a page's route has to say on the page that follows it; told once, to the operator alone.</summary>
internal static class PageNotes
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    /// <summary>Leaves a word for the next look at a page.</summary>
    public static void Leave(IMemoryCache cache, string by, string page, string words) => cache.Set(Key(by, page), words, KeptFor);

    /// <summary>Takes it; null for none.</summary>
    public static string? Take(IMemoryCache cache, string by, string page)
    {
        var words = cache.Get<string>(Key(by, page));
        cache.Remove(Key(by, page));
        return words;
    }

    private static string Key(string by, string page) => $"note:{page}:{by}";
}
