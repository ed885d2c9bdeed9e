using MimeKit;

namespace AccessKiosk.Web.Notifications.Mail;

/// <summary>Mail addresses as staff type them.</summary>
internal static class MailAddresses
{
    // RFC 5321, 4.5.3.1.
    private const int Longest = 254;

    private static readonly char[] Separators = [',', ';', ' ', '\t', '\r', '\n'];

    /// <summary>The addresses of a field, each once.</summary>
    public static IReadOnlyList<string> Split(string? field) =>
        [.. (field ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Why a text is no address; null when it is one.</summary>
    public static string? Fault(string text) =>
        text.Length <= Longest && MailboxAddress.TryParse(text, out var address) && address.Address == text && IsWhole(text)
            ? null
            : $"{(text.Length > 60 ? text[..60] + "…" : text)} is not a mail address.";

    private static bool IsWhole(string text) =>
        text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && Uri.CheckHostName(text[(at + 1)..]) is UriHostNameType.Dns && text.All(letter => !char.IsControl(letter) && !char.IsSurrogate(letter) && char.GetUnicodeCategory(letter) is not System.Globalization.UnicodeCategory.Format);
}
