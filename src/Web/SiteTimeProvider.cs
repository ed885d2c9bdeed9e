using AccessKiosk.Access.Rules;

namespace AccessKiosk.Web;

/// <summary>The kiosk's clock with the site's time zone as the local one: the pages of a box set to UTC speak the site's time.</summary>
internal sealed class SiteTimeProvider(TimeProvider time, SiteRules rules) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => rules.Active.Zone;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
