using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using AccessKiosk.Access.Policy;

namespace AccessKiosk.Access.Pins;

/// <summary>
/// Keeps PINs as salted PBKDF2 (NIST SP 800-132, HMAC-SHA-512), written <c>pbkdf2-sha512$iterations$salt$hash</c>.
/// A PIN has few digits, so a stolen hash can be searched: what protects a PIN is the lockout and the sealed store.
/// </summary>
/// <param name="iterations">The work for a new hash; an old hash keeps its own.</param>
public sealed class PinHasher(int iterations = PinHasher.DefaultIterations)
{
    /// <summary>The work that OWASP advises for HMAC-SHA-512.</summary>
    public const int DefaultIterations = 210_000;

    private const string Scheme = "pbkdf2-sha512";
    private const int MostIterations = 10_000_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

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
    public string Hash(ReadOnlySpan<char> pin)
    {
        if (Fault(pin) is { } fault)
            throw new ArgumentException(fault);

        Span<byte> salt = stackalloc byte[SaltBytes];
        Span<byte> hash = stackalloc byte[HashBytes];
        RandomNumberGenerator.Fill(salt);
        Rfc2898DeriveBytes.Pbkdf2(pin, salt, hash, iterations, HashAlgorithmName.SHA512);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    /// <summary>
    /// Checks a typed PIN against both hashes. Always works through both, so that the time taken does not tell which
    /// one matched.
    /// </summary>
    /// <param name="pin">What was typed.</param>
    /// <param name="hash">The person's PIN.</param>
    /// <param name="duressHash">The person's duress PIN, if one is set.</param>
    public static PinAnswer Check(ReadOnlySpan<char> pin, string hash, string? duressHash)
    {
        var right = Matches(pin, hash);
        var duress = Matches(pin, duressHash ?? hash);
        if (right is null || duress is null)
            return PinAnswer.Damaged;
        if (right.Value)
            return PinAnswer.Right;
        return duress.Value ? PinAnswer.Duress : PinAnswer.Wrong;
    }

    private static bool? Matches(ReadOnlySpan<char> pin, string encoded)
    {
        var parts = encoded.Split('$');
        if (parts is not [Scheme, var work, var salt64, var hash64]
            || !int.TryParse(work, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds)
            || rounds is < 1 or > MostIterations
            || !Base64.IsValid(salt64, out var saltLength) || saltLength < SaltBytes
            || !Base64.IsValid(hash64, out var hashLength) || hashLength != HashBytes)
        {
            return null;
        }

        Span<byte> computed = stackalloc byte[HashBytes];
        Rfc2898DeriveBytes.Pbkdf2(pin, Convert.FromBase64String(salt64), computed, rounds, HashAlgorithmName.SHA512);
        return CryptographicOperations.FixedTimeEquals(computed, Convert.FromBase64String(hash64));
    }
}
