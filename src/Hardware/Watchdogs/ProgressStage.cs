namespace AccessKiosk.Hardware.Watchdogs;

/// <summary>
/// One stage of work that must go on: each piece of it within a time, and the next within another. The first piece may
/// take as long as it likes: a GPU compiles its models in it. Allocates nothing. One thread enters; any may ask.
/// </summary>
public sealed class ProgressStage
{
    private const long Resting = long.MinValue;

    private readonly TimeProvider _time;
    private readonly TimeSpan _workLimit, _gapLimit;
    private long _since = Resting;
    private bool _working, _begun;

    internal ProgressStage(string name, TimeSpan workLimit, TimeSpan gapLimit, TimeProvider time) =>
        (Name, _workLimit, _gapLimit, _time) = (name, workLimit, gapLimit, time);

    /// <summary>What is said of it when it hangs.</summary>
    public string Name { get; }

    /// <summary>A piece of work begins; it ends when the result is disposed of: <c>using var working = stage.Enter();</c></summary>
    public Piece Enter()
    {
        if (_begun)
            Mark(working: true);
        return new(this);
    }

    /// <summary>There is no work, and rightly so (the camera is unplugged): until the next piece, no time runs.</summary>
    public void Rest() => Volatile.Write(ref _since, Resting);

    /// <summary>Why the stage is taken for hung; null while it is well.</summary>
    internal string? Fault()
    {
        var since = Volatile.Read(ref _since);
        if (since == Resting)
            return null;
        var (working, elapsed) = (Volatile.Read(ref _working), _time.GetElapsedTime(since));
        if (elapsed <= (working ? _workLimit : _gapLimit))
            return null;
        return working ? $"{Name} has worked on one piece for {elapsed.TotalSeconds:0} s" : $"{Name} has had nothing to work on for {elapsed.TotalSeconds:0} s";
    }

    private void Mark(bool working)
    {
        Volatile.Write(ref _working, working);
        Volatile.Write(ref _since, _time.GetTimestamp());
    }

    /// <summary>A piece of work.</summary>
    public readonly struct Piece(ProgressStage stage) : IDisposable
    {
        /// <summary>The piece is done.</summary>
        public void Dispose()
        {
            stage._begun = true;
            stage.Mark(working: false);
        }
    }
}
