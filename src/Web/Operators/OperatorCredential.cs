using System.Text.Json;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Web.Operators;

/// <summary>What proves an operator, as the store keeps it.</summary>
/// <param name="PasswordHash">By the framework's password hasher.</param>
/// <param name="Totp">The shared secret of the second factor, protected; null for none.</param>
/// <param name="Stamp">Changes with the credential: sessions begun with another one end.</param>
internal sealed record OperatorCredential(string PasswordHash, string? Totp, string Stamp)
{
    /// <summary>From the store; null for somebody who cannot sign in.</summary>
    public static OperatorCredential? Parse(string? stored)
    {
        if (stored is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize<OperatorCredential>(stored, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether an operator signs in with a password alone.</summary>
    public static bool IsPasswordAlone(OperatorAccount account) => account.DisabledAt is null && Parse(account.Credential) is { Totp: null };

    /// <summary>For the store.</summary>
    public string Format() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(OperatorCredential);
}
