using System.Numerics;
using System.Runtime.InteropServices;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Stream;

/// <summary>What is wrong with a camera's stream.</summary>
public enum StreamFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The same picture over and over: a real sensor's noise never repeats.</summary>
    Frozen,

    /// <summary>A stretch of pictures came before, bit for bit: a loop that is fed in.</summary>
    Looped,

    /// <summary>Time runs backwards or faster than any camera.</summary>
    Timing,
}

/// <summary>
/// Looks for streams that no camera makes: frozen, looped, or out of time. Exact repetition only: a loop that was
/// encoded anew, or that is longer than the memory, is not noticed.
/// </summary>
public sealed class StreamWatch
{
    private const int Memory = 2048;
    private const int MinLag = 8;
    private const int LoopRun = 15;
    private const int MinDistinct = 8;
    private const double FrozenSeconds = 0.6;
    private const double FaultSeconds = 10;
    private const int TimingFaults = 5;

    private readonly ulong[] _hashes = new ulong[Memory];
    private long _count;
    private int _lag, _run, _distinct, _late;
    private TimeSpan _last, _changed, _faultUntil;
    private StreamFault _found;

    /// <summary>What was wrong within the last ten seconds.</summary>
    public StreamFault Fault => _found;

    /// <summary>Whether the newest picture is the one before, bit for bit: frame rates are converted so, and it tells nothing new.</summary>
    public bool IsRepeat { get; private set; }

    /// <summary>Takes the next picture.</summary>
    /// <param name="picture">The frame, or a smaller copy of it.</param>
    /// <param name="timestamp">When it was taken, by the source's clock.</param>
    public void Observe(Image picture, TimeSpan timestamp)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var hash = Hash(picture);
        var same = _count > 0 && hash == _hashes[(_count - 1) % Memory];
        IsRepeat = same;
        if (!same)
            _changed = timestamp;
        CheckTime(timestamp);
        CheckLoop(hash, same);
        _hashes[_count++ % Memory] = hash;
        _last = timestamp;
        if (same && (timestamp - _changed).TotalSeconds >= FrozenSeconds)
            Found(StreamFault.Frozen);
        else if (_run >= LoopRun && _distinct >= MinDistinct)
            Found(StreamFault.Looped);
        else if (_late >= TimingFaults)
            Found(StreamFault.Timing);
        else if (timestamp > _faultUntil)
            _found = StreamFault.None;
    }

    /// <summary>Forgets the stream, for instance because the camera was opened anew.</summary>
    public void Reset() => (_count, _lag, _run, _distinct, _late, _found, _faultUntil, IsRepeat) = (0, 0, 0, 0, 0, StreamFault.None, default, false);

    private void Found(StreamFault fault) => (_found, _faultUntil) = (fault, _last + TimeSpan.FromSeconds(FaultSeconds));

    // More than 1,000 pictures a second, or none of the time between two of them, time after time.
    private void CheckTime(TimeSpan timestamp)
    {
        if (_count == 0)
            return;
        var step = (timestamp - _last).TotalMilliseconds;
        _late = step < 1 ? _late + 1 : Math.Max(0, _late - 1);
    }

    private void CheckLoop(ulong hash, bool same)
    {
        if (_lag > 0 && _hashes[(_count - _lag) % Memory] == hash)
        {
            _run++;
            _distinct += same ? 0 : 1;
            return;
        }

        (_lag, _run, _distinct) = (0, 0, 0);
        var reach = Math.Min(_count, Memory - 1);
        for (var lag = MinLag; lag <= reach; lag++)
        {
            if (_hashes[(_count - lag) % Memory] != hash)
                continue;
            (_lag, _run, _distinct) = (lag, 1, 1);
            return;
        }
    }

    private static ulong Hash(Image picture)
    {
        var hash = 14695981039346656037UL;
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Row(y);
            foreach (var word in MemoryMarshal.Cast<byte, ulong>(row))
                hash = BitOperations.RotateLeft((hash ^ word) * 1099511628211UL, 23);
        }

        return hash;
    }
}
