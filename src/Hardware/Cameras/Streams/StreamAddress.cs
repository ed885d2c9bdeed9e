using System.Text.RegularExpressions;

namespace AccessKiosk.Hardware.Cameras.Streams;

/// <summary>
/// The address of a network stream. The scheme is taken first; of what follows it only host and port are ever shown, since
/// cameras take passwords in the path and the query as well.
/// </summary>
internal sealed partial record StreamAddress
{
    private static readonly Dictionary<string, string> UsualPorts = new(StringComparer.Ordinal) { ["rtsp"] = "554", ["rtsps"] = "322", ["rtmp"] = "1935", ["http"] = "80", ["https"] = "443" };

    private readonly string _path;

    private StreamAddress(string scheme, string host, string path, string user, string password) =>
        (Scheme, Host, _path, User, Password) = (scheme, host, path, user, password);

    /// <summary>The scheme, in lower case.</summary>
    public string Scheme { get; }

    /// <summary>Host and, where it is given, port.</summary>
    public string Host { get; }

    /// <summary>The user name; empty when none is given.</summary>
    public string User { get; }

    /// <summary>The password; empty when none is given.</summary>
    public string Password { get; }

    /// <summary>What people may see.</summary>
    public string Display => $"{Scheme}://{Host}";

    /// <summary>What tells one stream from another: whoever asks, the case of the host and a port that goes without saying make no other one.</summary>
    public string Place => $"{Scheme}://{(UsualPorts.TryGetValue(Scheme, out var port) && Host.EndsWith($":{port}", StringComparison.Ordinal) ? Host[..^(port.Length + 1)] : Host).ToLowerInvariant()}{_path}";

    /// <summary>The whole address, user name and password included.</summary>
    public string Full => User.Length + Password.Length == 0
        ? $"{Scheme}://{Host}{_path}"
        : $"{Scheme}://{Uri.EscapeDataString(User)}:{Uri.EscapeDataString(Password)}@{Host}{_path}";

    /// <summary>What no message may contain.</summary>
    public IReadOnlyList<string> Secrets => [Full, _path, Password, Uri.EscapeDataString(Password), User];

    /// <summary>Whether a source is an address: it begins with a scheme.</summary>
    public static bool Is(string source) => Beginning().IsMatch(Bare(source));

    /// <summary>A source without the blanks and quotes that environment files and copying leave around it.</summary>
    public static string Bare(string source)
    {
        var plain = source.Trim();
        return plain is [var first and ('"' or '\''), .., var last] && first == last ? plain[1..^1].Trim() : plain;
    }

    /// <summary>Takes an address apart.</summary>
    /// <param name="address">The address; a user name and a password in it are percent-encoded where needed.</param>
    /// <param name="user">The user name, if it is a setting of its own.</param>
    /// <param name="password">The password, likewise.</param>
    /// <exception cref="FormatException">It is not sound; the message says what to write instead and repeats nothing of it.</exception>
    public static StreamAddress Parse(string address, string user = "", string password = "")
    {
        var scheme = Beginning().Match(address).Groups["scheme"].Value;
        var rest = address[(scheme.Length + 3)..];
        var end = rest.IndexOfAny(['/', '?', '#']);
        var (authority, path) = end < 0 ? (rest, "") : (rest[..end], rest[end..]);
        if (path.Contains('@', StringComparison.Ordinal))
        {
            throw new FormatException(
                $"it has an @ after a /, ? or # ({scheme}://…): in a user name or password write / as %2F, ? as %3F, # as %23, @ as %40, ! as %21 and % as %25, or give User and Password as settings of their own; in a path write @ as %40.");
        }

        if (address.Any(char.IsControl))
            throw new FormatException($"it has a control character ({scheme}://…).");
        var at = authority.LastIndexOf('@');
        var host = authority[(at + 1)..];
        if (!HostAndPort().IsMatch(host))
            throw new FormatException($"what follows {scheme}:// is no host name or IP address with an optional port; in a user name or password write : as %3A and @ as %40.");
        if (at > 0)
        {
            if (user.Length + password.Length > 0)
                throw new FormatException($"it holds a user name ({scheme}://…@{host}), and User or Password is set as well; give them once.");
            var colon = authority.IndexOf(':', StringComparison.Ordinal) is >= 0 and var first && first < at ? first : at;
            user = Uri.UnescapeDataString(authority[..colon]);
            password = colon < at ? Uri.UnescapeDataString(authority[(colon + 1)..at]) : "";
        }

        return new(scheme.ToLowerInvariant(), host, path, user, password);
    }

    /// <summary>Scheme, host and port of an address in a message.</summary>
    public static string HostOf(string address)
    {
        var shown = Shown().Match(Bare(address));
        return shown.Success && !shown.Groups["rest"].ValueSpan.Contains('@') ? $"{shown.Groups["scheme"].Value.ToLowerInvariant()}://{shown.Groups["host"].Value}" : "…";
    }

    /// <inheritdoc/>
    public override string ToString() => Display;

    [GeneratedRegex("^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^(\[[0-9A-Fa-f:.]+(%[\w.-]+)?\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*@)?(?<host>(\[[0-9A-Fa-f:.]+(%[\w.-]+)?\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?)(?<rest>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shown();
}
