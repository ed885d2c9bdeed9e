using AccessKiosk.Storage.Records;
using Microsoft.AspNetCore.Identity;

namespace AccessKiosk.Web.Operators;

/// <summary>Operators' passwords, hashed by the framework (PBKDF2, HMAC-SHA-512).</summary>
internal sealed class Passwords
{
    /// <summary>The fewest characters; NIST SP 800-63B asks for length, not for kinds of characters.</summary>
    public const int Shortest = 12;

    private const int Longest = 200;

    private readonly PasswordHasher<OperatorAccount> _hasher = new();
    private readonly string _nobody;

    public Passwords() => _nobody = _hasher.HashPassword(null!, Guid.NewGuid().ToString());

    /// <summary>Why a password cannot be set; null when it can.</summary>
    public static string? Fault(string? password, string? name) => password switch
    {
        null or { Length: < Shortest } => $"Choose at least {Shortest} characters; a few words do well.",
        { Length: > Longest } => $"Choose at most {Longest} characters.",
        _ when password.Distinct().Count() < 5 => "Choose a password with more different characters.",
        _ when !string.IsNullOrEmpty(name) && password.Contains(name, StringComparison.OrdinalIgnoreCase) => "Choose a password without your name in it.",
        _ => null,
    };

    /// <summary>A new credential.</summary>
    public OperatorCredential Create(string password, string? totp = null) => new(_hasher.HashPassword(null!, password), totp, Guid.NewGuid().ToString("N"));

    /// <summary>Whether it is the password. Takes as long for an operator that there is not.</summary>
    public bool Verify(OperatorCredential? credential, string password) =>
        _hasher.VerifyHashedPassword(null!, credential?.PasswordHash ?? _nobody, password.Length > Longest ? "" : password) is not PasswordVerificationResult.Failed
        && credential is not null;
}
