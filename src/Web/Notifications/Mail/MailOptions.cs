using System.ComponentModel.DataAnnotations;
using AccessKiosk.Hardware.Options;
using MimeKit;

namespace AccessKiosk.Web.Notifications.Mail;

/// <summary>The server that mails are handed to (configuration section <c>Mail</c>). Who gets which is set on the page Notifications.</summary>
public sealed class MailOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Mail";

    /// <summary>The server's name or address; empty: no mail is sent.</summary>
    public string Host { get; set; } = "";

    /// <summary>The port that the server takes mails on.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected; a user name and password are never sent without TLS.</summary>
    [EnumDataType(typeof(MailTls))]
    public MailTls Tls { get; set; }

    /// <summary>A PEM file with the authority that signed the server's certificate, where the system does not know it; empty: those that the system knows.</summary>
    public string CertificateAuthority { get; set; } = "";

    /// <summary>The user name; empty: the server asks for none.</summary>
    public string User { get; set; } = "";

    /// <summary>The password.</summary>
    public string Password { get; set; } = "";

    /// <summary>The name of the systemd credential that holds the password (LoadCredential= in the unit).</summary>
    public string PasswordCredential { get; set; } = "";

    /// <summary>Whom mails are from, for instance <c>Head office doors &lt;doors@example.org&gt;</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>Whether mails name people, and tell what staff wrote; a mailbox is kept longer than the kiosk keeps its events, and by others.</summary>
    public bool Names { get; set; }

    /// <summary>How soon the same kind of event at the same door is mailed again, 10 s to 1 day; what comes meanwhile is in one mail. Alarms: a minute at most.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan BundleTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether there is a server.</summary>
    internal bool IsOn => Host.Length > 0;

    /// <summary>Every fault, one line each; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>(OptionFaults.Of(Section, this));
        if (!IsOn)
            return faults;
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
            faults.Add($"{Section}:Host is {Host}; allowed: a name or an address, without a port.");
        if (!MailboxAddress.TryParse(From, out var from) || MailAddresses.Fault(from.Address) is not null)
            faults.Add($"{Section}:From is {(From.Length == 0 ? "empty" : From)}; allowed: an address, also with a name before it.");
        if (Password.Length > 0 && PasswordCredential.Length > 0)
            faults.Add($"{Section}:Password and {Section}:PasswordCredential: give one of them.");
        if (User.Length > 0 != (Password.Length > 0 || PasswordCredential.Length > 0))
            faults.Add($"{Section}:User and {Section}:PasswordCredential (or Password): give both or neither.");
        if (User.Length > 0 && Tls is MailTls.None)
            faults.Add($"{Section}:Tls is None while {Section}:User is set; allowed: StartTls, Implicit. A password is not sent in clear.");
        if (CertificateAuthority.Length > 0 && !File.Exists(CertificateAuthority))
            faults.Add($"{Section}:CertificateAuthority is {CertificateAuthority}; allowed: a file that can be read, or nothing.");
        return faults;
    }
}
