using System.Globalization;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.People;

namespace AccessKiosk.Web;

/// <summary>Times as people at the site read and write them: in the zone of the kiosk's clock.</summary>
internal sealed class SiteTime(TimeProvider time)
{
    private const string Minutes = "yyyy-MM-ddTHH:mm";

    /// <summary>Now, at the site.</summary>
    public DateTimeOffset Now => time.GetLocalNow();

    /// <summary>The zone.</summary>
    public TimeZoneInfo Zone => time.LocalTimeZone;

    /// <summary>A moment at the site.</summary>
    public DateTimeOffset Here(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    /// <summary>Day and time to the second.</summary>
    public string Full(DateTimeOffset at) => Here(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Time of day to the minute.</summary>
    public string TimeOfDay(DateTimeOffset at) => Here(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>For a field of the kind <c>datetime-local</c>.</summary>
    public string Field(DateTimeOffset at) => Here(at).ToString(Minutes, CultureInfo.InvariantCulture);

    /// <summary>From a field of the kind <c>datetime-local</c>; null when it is empty or no time.</summary>
    /// <param name="field">What was typed; a date alone counts too.</param>
    /// <param name="wholeDay">Whether a date alone means the end of its day.</param>
    public DateTimeOffset? Parse(string? field, bool wholeDay = false)
    {
        try
        {
            return wholeDay ? DateInput.Until(field, Zone) : DateInput.From(field, Zone);
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>The next moment at which the clock shows this time of day.</summary>
    public DateTimeOffset Next(TimeOnly timeOfDay)
    {
        var (now, today) = (Now, Now.Date + timeOfDay.ToTimeSpan());
        // Where clocks go back, a time of day comes twice.
        DateTimeOffset[] coming = [DateInput.First(today, Zone), DateInput.Last(today, Zone), DateInput.First(today.AddDays(1), Zone)];
        return coming.First(at => at > now);
    }
}
