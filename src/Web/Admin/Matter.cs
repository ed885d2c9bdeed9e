namespace AccessKiosk.Web.Admin;

/// <summary>How urgent something is; the most urgent first.</summary>
internal enum Urgency
{
    /// <summary>Somebody may be in danger, or be where they must not.</summary>
    Alarm,

    /// <summary>Something does not work.</summary>
    Fault,

    /// <summary>Somebody should look.</summary>
    Check,

    /// <summary>The installation is not complete.</summary>
    ToDo,

    /// <summary>It goes on now, and nothing is wrong with it.</summary>
    Now,
}

/// <summary>Something on the overview.</summary>
/// <param name="Urgency">How urgent.</param>
/// <param name="Words">What it is, in a sentence.</param>
/// <param name="Address">Where it is put right; null where that is not on a page.</param>
/// <param name="Permission">Who may see it and go there.</param>
internal sealed record Matter(Urgency Urgency, string Words, string? Address, string Permission)
{
    /// <summary>The tag.</summary>
    public string Level => Urgency switch
    {
        Urgency.Alarm => "alarm",
        Urgency.Fault => "fault",
        Urgency.Check => "check",
        Urgency.ToDo => "to do",
        _ => "now",
    };

    /// <summary>The tag's colour, which never stands alone.</summary>
    public string Tone => Urgency switch
    {
        Urgency.Alarm or Urgency.Fault => "bad",
        Urgency.Now => "",
        _ => "warn",
    };
}
