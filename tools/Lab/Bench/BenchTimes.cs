namespace AccessKiosk.Lab.Bench;

/// <summary>The stages that the bench times.</summary>
internal sealed class BenchTimes(int frames)
{
    public StageTimes Detect { get; } = new("detect (BlazeFace)", frames);

    public StageTimes Track { get; } = new("track", frames);

    public StageTimes Align { get; } = new("align (O-Net), picture quality", frames);

    public StageTimes Mesh { get; } = new("mesh, pose, eyes", frames);

    public StageTimes Embed { get; } = new("embed (ArcFace)", frames);

    public StageTimes Texture { get; } = new("texture", frames);

    public StageTimes Match { get; } = new("match, 1,000 people", frames);

    public StageTimes Whole { get; } = new("whole frame, every stage on", frames);

    public StageTimes Floor { get; } = new("floor: the models alone", frames);

    public StageTimes Liveness { get; } = new("passive liveness as it runs (texture every other frame)", frames);

    public StageTimes Loop { get; } = new("camera loop as it runs (stages gated)", frames);

    public IReadOnlyList<StageTimes> All => [Detect, Track, Align, Mesh, Embed, Texture, Match, Whole, Floor, Liveness, Loop];
}
