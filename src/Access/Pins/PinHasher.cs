using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using AccessKiosk.Access.Policy;
using Microsoft.AspNetCore.Cryptography.KeyDerivation;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AccessKiosk.Access.Pins;

/// <summary>
/// Hashes PINs with the framework's <see cref="PasswordHasher{TUser}"/> (PBKDF2, HMAC-SHA-512).
/// A PIN has few digits, so a stolen hash can be searched: what protects a PIN is the lockout and the sealed store.
/// </summary>
/// <param name="iterations">The work for a new hash; an old hash keeps its own.</param>
public sealed class PinHasher(int iterations = PinHasher.DefaultIterations)
{
    /// <summary>The work that OWASP advises for HMAC-SHA-512.</summary>
    public const int DefaultIterations = 210_000;

    private const string OldScheme = "pbkdf2-sha512";
    private const int MostIterations = 10_000_000;
    private const int HeaderBytes = 13;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private static readonly PasswordHasher<PinHasher> Verifier = new();

    private readonly PasswordHasher<PinHasher> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));

    /// <summary>Why a PIN cannot be set; null when it can. 4 to 12 digits, not all the same, not counting up or down.</summary>
    public static string? Fault(ReadOnlySpan<char> pin)
    {
        if (pin.Length is < 4 or > 12 || pin.ContainsAnyExceptInRange('0', '9'))
            return "A PIN has 4 to 12 digits.";

        var step = pin[1] - pin[0];
        for (var i = 2; i < pin.Length; i++)
        {
            if (pin[i] - pin[i - 1] != step)
                return null;
        }

        return step is >= -1 and <= 1 ? "A PIN of one repeated digit, or of digits in order, is guessed first. Choose another." : null;
    }

    /// <summary>Hashes a new PIN with a fresh salt.</summary>
    /// <exception cref="ArgumentException">The PIN breaks the rules of <see cref="Fault"/>.</exception>
    public string Hash(string pin) =>
        Fault(pin) is { } fault ? throw new ArgumentException(fault) : _hasher.HashPassword(this, pin);

    /// <summary>
    /// Checks a typed PIN against both hashes. Always works through both, so that the time taken does not reveal which
    /// one matched.
    /// </summary>
    /// <param name="pin">What was typed.</param>
    /// <param name="hash">The person's PIN.</param>
    /// <param name="duressHash">The person's duress PIN, if one is set.</param>
    public static PinAnswer Check(string pin, string hash, string? duressHash)
    {
        var right = Matches(pin, hash);
        var duress = Matches(pin, duressHash ?? hash);
        if (right is null || duress is null)
            return PinAnswer.Damaged;
        if (right.Value)
            return PinAnswer.Right;
        return duress.Value ? PinAnswer.Duress : PinAnswer.Wrong;
    }

    private static bool? Matches(string pin, string stored)
    {
        var hash = stored.StartsWith(OldScheme, StringComparison.Ordinal) ? Translate(stored) : stored;
        // The framework answers a damaged hash like a wrong PIN.
        return hash is not null && Base64.IsValid(hash, out var length) && length == HeaderBytes + SaltBytes + HashBytes
            ? Verifier.VerifyHashedPassword(null!, hash, pin) is not PasswordVerificationResult.Failed
            : null;
    }

    // Hashes from before 0.2 (pbkdf2-sha512$iterations$salt$hash) hold the same parts as the framework's format, version 3.
    private static string? Translate(string old)
    {
        if (old.Split('$') is not [OldScheme, var work, var salt, var hash]
            || !int.TryParse(work, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds)
            || rounds is < 1 or > MostIterations
            || !Base64.IsValid(salt, out var saltLength) || saltLength != SaltBytes
            || !Base64.IsValid(hash, out var hashLength) || hashLength != HashBytes)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[HeaderBytes];
        bytes[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(bytes[1..], (int)KeyDerivationPrf.HMACSHA512);
        BinaryPrimitives.WriteInt32BigEndian(bytes[5..], rounds);
        BinaryPrimitives.WriteInt32BigEndian(bytes[9..], SaltBytes);
        return Convert.ToBase64String([.. bytes, .. Convert.FromBase64String(salt), .. Convert.FromBase64String(hash)]);
    }
}
