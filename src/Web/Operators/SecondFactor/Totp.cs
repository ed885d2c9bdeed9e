using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AccessKiosk.Web.Operators.SecondFactor;

/// <summary>Time-based one-time passwords (RFC 6238, HMAC-SHA-1, 30 s, 6 digits), as every authenticator app makes them.</summary>
internal static class Totp
{
    private const int StepSeconds = 30;
    private const int SecretBytes = 20;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The step that a code is right for: the present one or a neighbour, for clocks that differ; null when it is wrong.</summary>
    public static long? Step(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        var present = now.ToUnixTimeSeconds() / StepSeconds;
        for (var step = present - 1; step <= present + 1; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), Encoding.UTF8.GetBytes(code)))
                return step;
        return null;
    }

    /// <summary>The code of a step.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238's default, the only one that every app knows; HMAC does not need collision resistance.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The secret as apps take it by hand.</summary>
    public static string Text(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder();
        int buffer = 0, bits = 0;
        foreach (var value in secret)
        {
            buffer = (buffer << 8 | value) & 0xfff;
            for (bits += 8; bits >= 5; bits -= 5)
                text.Append(Base32[buffer >> (bits - 5) & 31]);
        }

        return text.ToString();
    }

    /// <summary>The address that a QR code carries.</summary>
    public static string Address(ReadOnlySpan<byte> secret, string name) =>
        $"otpauth://totp/AccessKiosk:{Uri.EscapeDataString(name)}?secret={Text(secret)}&issuer=AccessKiosk";
}
