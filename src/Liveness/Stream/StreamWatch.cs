using System.Numerics;
using System.Runtime.InteropServices;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Stream;

/// <summary>What is wrong with a camera's stream.</summary>
public enum StreamFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The same picture of a face over and over: a still room may repeat bit for bit, a living face does not.</summary>
    Frozen,

    /// <summary>A stretch of pictures came before, bit for bit: a loop that is fed in.</summary>
    Looped,

    /// <summary>Time runs backwards or faster than any camera.</summary>
    Timing,
}

/// <summary>
/// Looks for streams that no camera makes: frozen, looped, or out of time. Exact repetition only, and only of pictures with a
/// face: in a still, dark room cameras and encoders repeat pictures bit for bit. A loop that was encoded anew, or that is
/// longer than the memory, is not noticed. A fault ends with its cause: whoever steps in after it is not judged by it.
/// </summary>
public sealed class StreamWatch
{
    private const int Memory = 2048;
    private const int MinLag = 8;
    private const int LoopRun = 15;
    private const int MinDistinct = 8;
    private const double FrozenSeconds = 1;
    private const int TimingFaults = 5;

    private readonly ulong[] _hashes = new ulong[Memory];
    private long _count;
    private int _lag, _run, _distinct, _late;
    private TimeSpan _last, _changed;

    /// <summary>What is wrong.</summary>
    public StreamFault Fault { get; private set; }

    /// <summary>Whether the newest picture is the one before, bit for bit: frame rates are converted so, and it tells nothing new.</summary>
    public bool IsRepeat { get; private set; }

    /// <summary>Takes the next picture.</summary>
    /// <param name="picture">The frame, or a smaller copy of it.</param>
    /// <param name="timestamp">When it was taken, by the source's clock.</param>
    /// <param name="hasFace">Whether there is a face in it that does not belong to the room.</param>
    public void Observe(Image picture, TimeSpan timestamp, bool hasFace)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var hash = Hash(picture);
        var same = _count > 0 && hash == _hashes[(_count - 1) % Memory];
        IsRepeat = same;
        if (!same || !hasFace)
            _changed = timestamp;
        CheckTime(timestamp);
        CheckLoop(hash, same);
        if (!hasFace)
            (_run, _distinct) = (0, 0);
        _hashes[_count++ % Memory] = hash;
        _last = timestamp;
        Fault = same && (timestamp - _changed).TotalSeconds >= FrozenSeconds ? StreamFault.Frozen
            : _run >= LoopRun && _distinct >= MinDistinct ? StreamFault.Looped
            : _late >= TimingFaults ? StreamFault.Timing
            : StreamFault.None;
    }

    /// <summary>Forgets the stream, for instance because the camera was opened anew.</summary>
    public void Reset() => (_count, _lag, _run, _distinct, _late, Fault, IsRepeat) = (0, 0, 0, 0, 0, StreamFault.None, false);

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
