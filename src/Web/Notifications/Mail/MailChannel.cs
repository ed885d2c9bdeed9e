using System.Globalization;
using AccessKiosk.Access.Events;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Notifications.Delivery;
using MimeKit;
using MimeKit.Text;

namespace AccessKiosk.Web.Notifications.Mail;

/// <summary>
/// Mails events: what is new at once, what is alike in one mail. A mail that has to be sent again has the same Message-Id, so
/// that a mailbox which has it already can tell.
/// </summary>
internal sealed class MailChannel(MailServer server, MailPace pace, KioskStore store, MailOptions options, WebOptions web, SiteTime time) : IEventChannel
{
    private const string DefaultSender = "AccessKiosk";

    /// <inheritdoc/>
    public NotificationChannel Channel => NotificationChannel.Mail;

    /// <inheritdoc/>
    public int MostEvents => 1000;

    /// <inheritdoc/>
    public bool MayTell(EventCode code) => true;

    /// <inheritdoc/>
    public TimeSpan Hold(Subscription subscription, IReadOnlyList<AccessEvent> events) => pace.Hold(subscription.Id, events);

    /// <inheritdoc/>
    public async Task<DeliveryFault?> SendAsync(Subscription subscription, IReadOnlyList<AccessEvent> events, CancellationToken cancellationToken)
    {
        var text = MailText.Of(events, Culture(subscription), options.Names ? person => store.People.Find(person)?.Name : null, time);
        var fault = await SendAsync(subscription, text, $"{subscription.Id:N}.{events[0].Sequence}.{events[^1].Sequence}", events.Any(happened => happened.Severity is EventSeverity.Alarm), cancellationToken);
        if (fault is null)
            pace.Sent(subscription.Id, events);
        return fault;
    }

    /// <inheritdoc/>
    public Task<DeliveryFault?> TestAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var culture = Culture(subscription);
        return SendAsync(subscription, new(EventFormatter.Name("notification.test", culture), EventFormatter.Name("notification.test_body", culture) + "\r\n"), $"{Guid.NewGuid():N}", isUrgent: false, cancellationToken);
    }

    private static CultureInfo Culture(Subscription subscription) => EventFormatter.Culture(subscription.Language) ?? CultureInfo.GetCultureInfo(EventFormatter.Languages[0]);

    private async Task<DeliveryFault?> SendAsync(Subscription subscription, MailText text, string id, bool isUrgent, CancellationToken cancellationToken)
    {
        if (!MailboxAddress.TryParse(options.From, out var from) || !MailboxAddress.TryParse(subscription.Target, out var to))
            return new("No mail server is set: Mail:Host and Mail:From.", IsRefusal: false);
        var link = web.PublicAddress.Length > 0 ? $"\r\n{web.PublicAddress.TrimEnd('/')}/review/events\r\n" : "";
        using var message = new MimeMessage
        {
            MessageId = $"{id}@{from.Domain}",
            Date = time.Now,
            Subject = text.Subject,
            Priority = isUrgent ? MessagePriority.Urgent : MessagePriority.Normal,
            Body = new TextPart(TextFormat.Plain) { Text = text.Body + link },
        };
        message.From.Add(string.IsNullOrEmpty(from.Name) ? new MailboxAddress(DefaultSender, from.Address) : from);
        message.To.Add(to);
        // Nobody's absence note answers it (RFC 3834).
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return await server.SendAsync(message, cancellationToken);
    }
}
