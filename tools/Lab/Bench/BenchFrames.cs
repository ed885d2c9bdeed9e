using AccessKiosk.Enrollment;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Lab.Bench;

/// <summary>Frames of a recording in memory, brought to one size, so that neither disk nor decoder is measured.</summary>
internal sealed class BenchFrames : IDisposable
{
    private BenchFrames(IReadOnlyList<Frame> frames) => Frames = frames;

    /// <summary>The frames, in order.</summary>
    public IReadOnlyList<Frame> Frames { get; }

    /// <summary>Reads the beginning of a recording.</summary>
    /// <exception cref="InputException">It is shorter than required.</exception>
    public static BenchFrames Read(string recording, int count, int width, int height, CancellationToken cancellationToken)
    {
        using var camera = new CameraLoop(new() { Source = recording, Speed = PlaybackSpeed.Maximum }, TimeProvider.System);
        var frames = new List<Frame>(count);
        while (frames.Count < count && camera.Next(cancellationToken) is { } read)
        {
            var frame = new Frame();
            ImageOps.Resize(read.Image, frame.Prepare(width, height));
            frame.Stamp(read.Sequence, read.Timestamp);
            frames.Add(frame);
        }

        return frames.Count == count ? new(frames) : throw new InputException($"{recording} has {frames.Count} frames, but {count} are required: give --frames.");
    }

    public void Dispose()
    {
        foreach (var frame in Frames)
            frame.Dispose();
    }
}
