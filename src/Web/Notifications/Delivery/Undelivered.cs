using AccessKiosk.Storage.Records;

namespace AccessKiosk.Web.Notifications.Delivery;

/// <summary>The words for what does not arrive, as health checks say it.</summary>
internal static class Undelivered
{
    /// <summary>Why one is unwell; null when everything arrived so far.</summary>
    public static string? Of(Subscription one) => one switch
    {
        { Failures: > 0 } => $"{one.Place}: {one.Failures} failures in a row: {one.Fault}",
        { SetAside.Count: > 0 and var count } => $"{one.Place}: {count} set aside",
        _ => null,
    };
}
