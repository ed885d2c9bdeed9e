using AccessKiosk.Access.Health;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Notifications.Delivery;
using AccessKiosk.Web.Notifications.Mail;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Web.Notifications;

/// <summary>Whether the mail server can be used, and what does not arrive. Nothing is sent.</summary>
/// <param name="store">The store.</param>
/// <param name="mail">The mail server's settings.</param>
/// <param name="unit">The network rules of the unit; null for none.</param>
public sealed class NotificationCheck(KioskStore store, MailOptions mail, UnitNetwork? unit) : IHealthCheck
{
    /// <summary>What the check is called.</summary>
    public const string Name = "notifications";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var told = (await store.Subscriptions.ListAsync(cancellationToken)).Where(one => one is { Channel: not NotificationChannel.Webhook, IsPaused: false }).ToList();
            var server = mail.IsOn ? await new MailServer(mail, unit).CheckAsync(Patience, cancellationToken) : null;
            List<string> faults = [.. new[] { server?.Text }.Concat(told.Select(Undelivered.Of)).OfType<string>()];
            return faults.Count == 0
                ? CheckOutcome.Ok(told.Count == 0 ? "none" : $"{told.Count} told")
                : CheckOutcome.Warn(string.Join("; ", faults), "Send a test: Admin, Notifications.");
        }
        catch (StoreException fault)
        {
            return CheckOutcome.Fail(fault.Message);
        }
    }
}
