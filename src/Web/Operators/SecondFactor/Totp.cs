using OtpNet;

namespace AccessKiosk.Web.Operators.SecondFactor;

/// <summary>Time-based one-time passwords (RFC 6238, HMAC-SHA-1, 30 s, 6 digits), as every authenticator app makes them.</summary>
internal static class Totp
{
    private const int SecretBytes = 20, StepSeconds = 30;

    // The present step or a neighbour, for clocks that differ.
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>A new secret.</summary>
    public static byte[] NewSecret() => KeyGeneration.GenerateRandomKey(SecretBytes);

    /// <summary>The step that a code is right for; null when it is wrong.</summary>
    public static long? Step(byte[] secret, string code, DateTimeOffset now) =>
        new OtpNet.Totp(secret).VerifyTotp(now.UtcDateTime, code, out var step, Window) ? step : null;

    /// <summary>The latest step whose code is right at a moment.</summary>
    public static long Newest(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds + 1;

    /// <summary>The secret as it is typed into an app by hand.</summary>
    public static string Text(byte[] secret) => Base32Encoding.ToString(secret);

    /// <summary>The address that a QR code carries.</summary>
    public static string Address(byte[] secret, string name) => new OtpUri(OtpType.Totp, secret, name, "AccessKiosk").ToString();
}
