using System.ComponentModel.DataAnnotations;
using AccessKiosk.Hardware.Options;

namespace AccessKiosk.Web;

/// <summary>The pages and the API (configuration section <c>Web</c>).</summary>
public sealed class WebOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Web";

    /// <summary>Whether there are pages and an API at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The port for this machine alone, where the display and the setup link are opened; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8080;

    /// <summary>The port for other machines, with HTTPS; -1: none, and nobody comes in from outside.</summary>
    [Range(-1, 65535)]
    public int HttpsPort { get; set; } = -1;

    /// <summary>A certificate for HTTPS, PEM or PKCS #12 (.pfx, .p12); empty: a self-signed one is made at first start.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>The PEM certificate's PEM key; PKCS #12 has its own.</summary>
    public string CertificateKey { get; set; } = "";

    /// <summary>The password of a PKCS #12 file.</summary>
    public string CertificatePassword { get; set; } = "";

    /// <summary>The name of the systemd credential that holds the password of a PKCS #12 file (LoadCredential= in the unit).</summary>
    public string CertificatePasswordCredential { get; set; } = "";

    /// <summary>
    /// Further names under which the kiosk is asked, with commas between. Its own name, those of <see cref="Certificate"/> and addresses are known.
    /// </summary>
    public string HostNames { get; set; } = "";

    /// <summary>
    /// The address that staff open the pages by, for instance <c>https://door.example.org</c>: links that are handed over begin with it.
    /// Empty: the one that the operator's own browser uses, or the kiosk's on the network.
    /// </summary>
    public string PublicAddress { get; set; } = "";

    /// <summary>Whether displays on other machines may show the screen, each paired once; otherwise only the display of this one.</summary>
    public bool ScreenFromAnywhere { get; set; }

    /// <summary>How long an operator may do nothing before signing in again, 1 min to 12 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a session lasts at most, however busy it is, 15 min to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "7.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SessionLife { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Whether webhooks may go to addresses inside private networks, and by plain http.</summary>
    public bool WebhooksToPrivateNetworks { get; set; }

    /// <summary>Where metrics and traces of decisions are sent by OTLP, for instance <c>http://collector:4317</c>; empty: nowhere.</summary>
    public string Otlp { get; set; } = "";

    /// <summary>The screen at the door.</summary>
    public ScreenOptions Screen { get; set; } = new();

    /// <summary>Whether the certificate is PKCS #12, certificate, key and chain in one, as its name says.</summary>
    internal bool IsBundle => Path.GetExtension(Certificate).ToUpperInvariant() is ".PFX" or ".P12";

    /// <summary>Every fault, one line each; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>([.. OptionFaults.Of(Section, this), .. Screen.Faults()]);
        if (!IsBundle && Certificate.Length == 0 != (CertificateKey.Length == 0))
            faults.Add($"{Section}:Certificate and {Section}:CertificateKey: give both or neither; a .pfx or .p12 needs no key.");
        if (IsBundle && CertificateKey.Length > 0)
            faults.Add($"{Section}:CertificateKey is {CertificateKey} while {Section}:Certificate is PKCS #12, which has its own key; allowed: nothing.");
        if (CertificatePassword.Length > 0 && CertificatePasswordCredential.Length > 0)
            faults.Add($"{Section}:CertificatePassword and {Section}:CertificatePasswordCredential: give one of them.");
        if (Otlp.Length > 0 && !(Uri.TryCreate(Otlp, UriKind.Absolute, out var otlp) && otlp.Scheme is "http" or "https"))
            faults.Add($"{Section}:Otlp is {Otlp}; allowed: an address that begins with http or https, or nothing.");
        if (PublicAddress.Length > 0 && !(Uri.TryCreate(PublicAddress, UriKind.Absolute, out var own) && own is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }))
            faults.Add($"{Section}:PublicAddress is {PublicAddress}; allowed: http or https with a name or address and perhaps a port, and nothing after it; or nothing.");
        if (Port == HttpsPort && Port != 0)
            faults.Add($"{Section}:HttpsPort is {HttpsPort}, which {Section}:Port is too; allowed: another one.");
        return faults;
    }
}
