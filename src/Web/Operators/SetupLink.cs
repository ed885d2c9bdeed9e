using System.Security.Cryptography;
using System.Text;
using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Web.Operators;

/// <summary>The one way to the first admin: a link that is printed in the terminal, works once, and only while there is no operator.</summary>
internal sealed class SetupLink
{
    private readonly byte[] _token = RandomNumberGenerator.GetBytes(24);
    private int _used;

    /// <summary>The link's query.</summary>
    public string Query => $"/setup?token={Convert.ToHexStringLower(_token)}";

    /// <summary>Whether a site still waits for its first operator.</summary>
    public static async Task<bool> IsOpenAsync(KioskStore store, CancellationToken cancellationToken) =>
        (await store.Operators.ListAsync(cancellationToken)).Count == 0;

    /// <summary>Whether this is the link's token and it was not used.</summary>
    public bool Matches(string? token) =>
        Volatile.Read(ref _used) == 0 && token is { Length: 48 }
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(token), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(_token)));

    /// <summary>Uses the link up; false when somebody else has.</summary>
    public bool TryUse(string? token) => Matches(token) && Interlocked.Exchange(ref _used, 1) == 0;

    /// <summary>Makes it usable again, since setting up failed.</summary>
    public void GiveBack() => Volatile.Write(ref _used, 0);
}
