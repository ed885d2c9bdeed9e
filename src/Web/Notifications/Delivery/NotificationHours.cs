using AccessKiosk.Access.Rules;

namespace AccessKiosk.Web.Notifications.Delivery;

/// <summary>Whether somebody is to be told of what happened at a moment: subscriptions refer to the site's schedules by name.</summary>
internal sealed class NotificationHours(SiteRules rules)
{
    /// <summary>Whether a schedule is on. One that was removed silences nobody.</summary>
    /// <param name="schedule">Its name; null: at all times.</param>
    /// <param name="at">When.</param>
    public bool IsOn(string? schedule, DateTimeOffset at)
    {
        var active = rules.Active.Rules;
        return active.Schedule(schedule) is not { } rule || RulesCompiler.Schedule(active, rule).IsOn(at);
    }
}
