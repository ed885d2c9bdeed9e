using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace AccessKiosk.Web.Operators;

/// <summary>Links by which operators choose their passwords: each works once, for a day, and until the kiosk restarts.</summary>
internal sealed class Invitations(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    // By the token's hash: the memory of a crashed kiosk contains no link.
    private readonly ConcurrentDictionary<string, (Guid Operator, long Since)> _open = new(StringComparer.Ordinal);

    /// <summary>A new invitation; an older one of the same operator ends.</summary>
    public string Invite(Guid account)
    {
        foreach (var (key, value) in _open)
            if (value.Operator == account || !IsFresh(value.Since))
                _open.TryRemove(key, out _);
        var token = RandomNumberGenerator.GetHexString(48, lowercase: true);
        _open[Hash(token)] = (account, time.GetTimestamp());
        return token;
    }

    /// <summary>Whether a link works.</summary>
    public bool IsOpen(string? token) => token is not null && _open.TryGetValue(Hash(token), out var found) && IsFresh(found.Since);

    /// <summary>Uses a link up; null when it does not work.</summary>
    public Guid? Use(string? token) => token is not null && _open.TryRemove(Hash(token), out var found) && IsFresh(found.Since) ? found.Operator : null;

    private bool IsFresh(long since) => time.GetElapsedTime(since) < Lifetime;

    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
