using System.Security.Cryptography;

namespace AccessKiosk.Web.Screen.Displays;

/// <summary>A display that waits to be paired.</summary>
/// <param name="Id">What its browser knows it by.</param>
/// <param name="Code">What it shows.</param>
/// <param name="Camera">Whose screen it asks for.</param>
/// <param name="From">Where it is.</param>
/// <param name="Begun">Since when, on the monotonic clock.</param>
internal sealed record PairingCode(string Id, string Code, string Camera, string From, long Begun);

/// <summary>The codes that displays show which wait to be paired: few, for some minutes, in memory alone. Thread-safe.</summary>
internal sealed class PairingCodes(TimeProvider time)
{
    private const int Most = 32;
    private const int MostOfOneHost = 4;
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
    /// <returns>Null when too many displays wait already, all together or of this host.</returns>
    public PairingCode? Begin(string camera, string from)
    {
        lock (_gate)
        {
            Forget();
            if (_all.Count >= Most || _all.Values.Count(one => one.Asked.From == from) >= MostOfOneHost)
                return null;
            var asked = new PairingCode(
                Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), RandomNumberGenerator.GetString(Alphabet, Length), camera, from, time.GetTimestamp());
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

    private void Forget()
    {
        foreach (var (id, one) in _all.ToList())
            if (time.GetElapsedTime(one.Asked.Begun) > Validity)
                _all.Remove(id);
    }
}
