namespace AccessKiosk.Web.Notifications.Mail;

/// <summary>How the connection to a mail server is protected.</summary>
public enum MailTls
{
    /// <summary>Begins in clear and must change to TLS before anything is said (usual on port 587).</summary>
    StartTls,

    /// <summary>TLS from the first byte (usual on port 465).</summary>
    Implicit,

    /// <summary>None: whoever is on the way reads every mail. A user name is refused.</summary>
    None,
}
