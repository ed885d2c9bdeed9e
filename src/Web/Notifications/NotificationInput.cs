namespace AccessKiosk.Web.Notifications;

/// <summary>What a form about a notification sends.</summary>
public sealed class NotificationInput
{
    /// <summary>Mail addresses.</summary>
    public string? Addresses { get; set; }

    /// <summary>Kinds of events; null where no box is ticked.</summary>
    public string[]? Kinds { get; set; }

    /// <summary>The schedule's name; empty: at all times.</summary>
    public string? Schedule { get; set; }

    /// <summary>The language of the words.</summary>
    public string? Language { get; set; }
}
