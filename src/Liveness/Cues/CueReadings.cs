using System.Runtime.CompilerServices;

namespace AccessKiosk.Liveness.Cues;

/// <summary>One reading of every cue, in the order of <see cref="Cue"/>.</summary>
[InlineArray(Count)]
public struct CueReadings
{
    /// <summary>Number of cues.</summary>
    public const int Count = 8;

    private CueReading _first;

    /// <summary>One cue's reading.</summary>
    public CueReading this[Cue cue]
    {
        readonly get => this[(int)cue];
        set => this[(int)cue] = value;
    }
}
