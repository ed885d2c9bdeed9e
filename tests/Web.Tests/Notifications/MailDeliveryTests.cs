using System.Text.RegularExpressions;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Notifications.Delivery;
using AccessKiosk.Web.Notifications.Mail;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace AccessKiosk.Web.Tests.Notifications;

/// <summary>Events of a store as mails at a real mail server.</summary>
public sealed class MailDeliveryTests : IAsyncLifetime
{
    // A Monday.
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly CancellationTokenSource _stop = new();
    private readonly MailReceiver _receiver = new(starts: false);
    private KioskStore _store = null!;
    private SiteRules _rules = null!;
    private Task _sending = Task.CompletedTask;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await KioskStore.OpenAsync(new() { Directory = Path.Combine(_folder.Path, "store") }, StoreAccess.Exclusive, _time, Cancellation);
        _rules = await SiteRules.OpenAsync(_store, ["main"], Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _store.DisposeAsync();
        await _receiver.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_mail_whose_server_was_down_arrives_when_it_is_back_and_is_known_by_its_identifier_when_it_comes_twice()
    {
        var subscription = await TellAsync(["alarm"]);
        await AppendAsync(EventCodes.DoorForced);
        await UntilAsync(async () => (await FindAsync(subscription)).Failures > 0);
        Assert.Contains("cannot be reached", (await FindAsync(subscription)).Fault, StringComparison.Ordinal);

        _receiver.LosesAnswers = true;
        _receiver.Start();
        var first = await NextAsync();
        await AppendAsync(EventCodes.AlarmTamper);
        _receiver.LosesAnswers = false;
        var again = await NextAsync();
        Assert.Equal((first.MessageId, first.TextBody), (again.MessageId, again.TextBody));
        Assert.Equal("Head office doors", first.From.Mailboxes.Single().Name);
        Assert.Equal(MessagePriority.Urgent, first.Priority);

        // What came meanwhile follows, alone.
        MimeMessage next;
        do
            next = await NextAsync();
        while (next.MessageId == first.MessageId);
        Assert.Equal("Alarm: case opened · main", next.Subject);
        await UntilAsync(async () => await FindAsync(subscription) is { Failures: 0, DeliveredAt: not null });
    }

    [Fact]
    public async Task A_flood_of_denials_is_a_few_mails_that_tell_all_of_them_and_an_alarm_does_not_wait_for_it()
    {
        _receiver.Start();
        var subscription = await TellAsync(["access.denied", "alarm"]);
        const int flood = 300;
        await Task.WhenAll(Enumerable.Range(0, flood).Select(_ => AppendAsync(EventCodes.AccessDenied)));
        await AppendAsync(EventCodes.AlarmDuress);

        var mails = new List<MimeMessage>();
        while (!mails.Any(mail => mail.TextBody!.Contains("Silent", StringComparison.OrdinalIgnoreCase)))
            mails.Add(await NextAsync());
        Assert.Equal(MessagePriority.Urgent, mails[^1].Priority);
        await AppendAsync(EventCodes.AccessDenied);
        while (mails.Sum(Denials) < flood + 1)
            mails.Add(await NextAsync());

        Assert.InRange(mails.Count, 1, 4);
        Assert.Equal(flood + 1, mails.Sum(Denials));
        Assert.Equal(0, (await FindAsync(subscription)).Failures);
    }

    [Fact]
    public async Task It_is_told_in_the_readers_language_at_the_times_of_the_schedule_and_names_nobody_unless_the_settings_say_so()
    {
        _receiver.Start();
        var nights = new ScheduleRule
        {
            Name = "Nights",
            Zone = "UTC",
            Week = Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => (IReadOnlyList<ScheduleInterval>)[new(new(20, 0), new(6, 0))]),
        };
        await _rules.SaveAsync(_rules.Active.Rules with { Schedules = [nights], Zone = "UTC" }, _rules.Active.Version, "t", "t", Cancellation);
        await TellAsync(["alarm"], "Nights", "de");
        await AppendAsync(EventCodes.DoorForced, at: Noon.AddHours(-1), detail: "by day");
        await AppendAsync(EventCodes.AlarmDuress, at: Noon.AddHours(9), detail: "Ada Lovelace");

        var mail = await NextAsync();
        Assert.Contains("2026-11-30 21:00:00", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("stiller Alarm", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("11:00:00", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", mail.TextBody, StringComparison.Ordinal);
        Assert.Single(mail.BodyParts);
    }

    private async Task<Guid> TellAsync(IReadOnlyList<string> kinds, string? schedule = null, string language = "en")
    {
        var added = await _store.Subscriptions.AddAsync([new(NotificationChannel.Mail, "ada@example.org", kinds) { Schedule = schedule, Language = language }], "t", Cancellation);
        var options = _receiver.Options;
        var site = new SiteTime(new SiteTimeProvider(_time, _rules));
        var channel = new MailChannel(new(options, unit: null), new(options, _time), _store, options, new(), site);
        _sending = new SubscriptionSender(added[0].Id, _store, [channel], new(_rules), _time).RunAsync(_stop.Token);
        return added[0].Id;
    }

    private Task AppendAsync(EventCode code, DateTimeOffset? at = null, string? detail = null) =>
        _store.Events.AppendAsync(new() { At = at ?? Noon, Code = code, Door = "main", Detail = detail }, Cancellation);

    private async Task<Subscription> FindAsync(Guid id) => (await _store.Subscriptions.FindAsync(id, Cancellation))!;

    private async Task<MimeMessage> NextAsync()
    {
        var next = _receiver.NextAsync();
        await UntilAsync(() => Task.FromResult(next.IsCompleted));
        return await next;
    }

    // The pauses pass at once.
    private async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 3000, "It does not happen.");
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Cancellation);
        }
    }

    private static int Denials(MimeMessage mail) => mail.TextBody!.Split("\r\n").Where(line => line.Contains("denied", StringComparison.OrdinalIgnoreCase))
        .Sum(line => Regex.Match(line, "× (?<count>[0-9]+)$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)) is { Success: true } many ? int.Parse(many.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture) : 1);
}
