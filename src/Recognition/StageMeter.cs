using System.Diagnostics;

namespace AccessKiosk.Recognition;

/// <summary>The stages of recognition whose times are told apart.</summary>
public enum RecognitionStage
{
    /// <summary>Faces are found and followed.</summary>
    Detection,

    /// <summary>The background without people is learnt.</summary>
    Background,

    /// <summary>Points, mesh and quality of the subject's face.</summary>
    Points,

    /// <summary>Every look at whether it is alive.</summary>
    Liveness,

    /// <summary>Embedding and search.</summary>
    Identity,
}

/// <summary>How long each stage takes, over the last frames that it ran on. Written by the loop, read by pages; allocates nothing.</summary>
public sealed class StageMeter
{
    // Of a new time in the mean: half of it comes from the last 14 frames.
    private const double Share = 0.05;

    private static readonly int Count = Enum.GetValues<RecognitionStage>().Length;

    private readonly double[] _milliseconds = new double[Count];
    private readonly (long Began, long Ended)[] _last = new (long, long)[Count];

    /// <summary>Mean time of a stage in ms; 0 while it has not run.</summary>
    public double this[RecognitionStage stage] => Volatile.Read(ref _milliseconds[(int)stage]);

    /// <summary>When a stage ran last, as timestamps of <see cref="Stopwatch"/>, for the loop itself; zeros while it has not run.</summary>
    public (long Began, long Ended) Last(RecognitionStage stage) => _last[(int)stage];

    /// <summary>Takes the time since a timestamp for a stage and gives the present one, so that stages chain.</summary>
    public long Add(RecognitionStage stage, long since)
    {
        var now = Stopwatch.GetTimestamp();
        _last[(int)stage] = (since, now);
        ref var mean = ref _milliseconds[(int)stage];
        var time = Stopwatch.GetElapsedTime(since, now).TotalMilliseconds;
        Volatile.Write(ref mean, mean == 0 ? time : mean + Share * (time - mean));
        return now;
    }
}
