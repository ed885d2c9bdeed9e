using System.Security.Cryptography;

namespace AccessKiosk.Web.Screen.Displays;

/// <summary>A display that waits to be paired.</summary>
/// <param name="Id">What its browser knows it by.</param>
/// <param name="Code">What it shows.</param>
/// <param name="Camera">Whose screen it asks for.</param>
/// <param name="Host">The host that asks.</param>
/// <param name="Network">The network that the host is in.</param>
/// <param name="Begun">Since when, on the monotonic clock.</param>
internal sealed record PairingCode(string Id, string Code, string Camera, string Host, string Network, long Begun);

/// <summary>
/// The codes that displays show which wait to be paired: for some minutes, in memory alone. When there are as many as are kept,
/// the host that asks most in the network that asks most loses its oldest: a host that shows none always gets one. Thread-safe.
/// </summary>
internal sealed class PairingCodes(TimeProvider time)
{
    /// <summary>Codes that are kept, all together.</summary>
    public const int Most = 256;

    /// <summary>Codes of one host.</summary>
    public const int MostOfOneHost = 4;

    private const int Length = 8;
    private const int MostWrong = 20;

    // Without letters and digits that look or sound alike.
    private const string Alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (PairingCode Asked, string? Secret)> _all = new(StringComparer.Ordinal);
    private int _wrong;

    /// <summary>How long a code can be confirmed.</summary>
    public static TimeSpan Validity { get; } = TimeSpan.FromMinutes(10);

    /// <summary>A new code.</summary>
    /// <param name="camera">Whose screen is asked for.</param>
    /// <param name="host">The host that asks.</param>
    /// <param name="network">The network that the host is in.</param>
    /// <returns>Null when too many displays of this host wait already.</returns>
    public PairingCode? Begin(string camera, string host, string network)
    {
        lock (_gate)
        {
            Forget();
            var own = _all.Values.Count(one => one.Asked.Host == host);
            if (own >= MostOfOneHost || (_all.Count >= Most && !MakePlace(network, own)))
                return null;
            var asked = new PairingCode(
                Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), RandomNumberGenerator.GetString(Alphabet, Length), camera, host, network, time.GetTimestamp());
            _all[asked.Id] = (asked, null);
            return asked;
        }
    }

    /// <summary>A display that waits, by what its browser knows.</summary>
    public PairingCode? Find(string id, string camera)
    {
        lock (_gate)
        {
            Forget();
            return _all.TryGetValue(id, out var one) && one.Asked.Camera == camera ? one.Asked : null;
        }
    }

    /// <summary>A display that waits, by the code that staff type. Many wrong ones end every code: they were guesses.</summary>
    public PairingCode? Waiting(string code)
    {
        var plain = code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        lock (_gate)
        {
            Forget();
            var found = _all.Values.FirstOrDefault(one => one.Secret is null && one.Asked.Code.Equals(plain, StringComparison.OrdinalIgnoreCase)).Asked;
            if (found is not null)
            {
                _wrong = 0;
            }
            else if (++_wrong >= MostWrong)
            {
                _all.Clear();
                _wrong = 0;
            }

            return found;
        }
    }

    /// <summary>Lays the credential down for the display to fetch.</summary>
    public void Give(string id, string secret)
    {
        lock (_gate)
        {
            if (_all.TryGetValue(id, out var one))
                _all[id] = (one.Asked, secret);
        }
    }

    /// <summary>The credential, once.</summary>
    public string? Take(string id)
    {
        lock (_gate)
            return _all.TryGetValue(id, out var one) && one.Secret is not null && _all.Remove(id) ? one.Secret : null;
    }

    // Not at the cost of a display that staff have confirmed, nor of one that asks no more than this one.
    private bool MakePlace(string network, int own)
    {
        var asking = _all.Values.Where(one => one.Secret is null).Select(one => one.Asked).ToList();
        if (asking.Count == 0)
            return false;
        var networks = asking.CountBy(one => one.Network).ToDictionary();
        var hosts = asking.CountBy(one => one.Host).ToDictionary();
        var oldest = asking.OrderByDescending(one => networks[one.Network]).ThenByDescending(one => hosts[one.Host]).ThenBy(one => one.Begun).First();
        var isFair = oldest.Network == network ? hosts[oldest.Host] > own : networks[oldest.Network] > networks.GetValueOrDefault(network);
        return isFair && _all.Remove(oldest.Id);
    }

    private void Forget()
    {
        foreach (var (id, one) in _all.ToList())
            if (time.GetElapsedTime(one.Asked.Begun) > Validity)
                _all.Remove(id);
    }
}
