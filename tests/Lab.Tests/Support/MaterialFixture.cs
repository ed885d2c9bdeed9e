using AccessKiosk.Simulation;

namespace AccessKiosk.Lab.Tests.Support;

/// <summary>What a few simulated presentations are made of, read once.</summary>
public sealed class MaterialFixture : IDisposable
{
    private readonly SourceRecording[] _recordings = [Recordings.Source("cap13_edit2.mp4", 60), Recordings.Source("franck.mp4", 60)];

    public AttackStage Stage => new(_recordings, []);

    public void Dispose() => Array.ForEach(_recordings, r => r.Dispose());
}
