using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Lab.Bench;

/// <summary>The bench's figures. Times hold for this machine at this moment; ratios travel.</summary>
/// <param name="Width">Width of the frames in pixels.</param>
/// <param name="Height">Height of the frames.</param>
/// <param name="Frames">Frames counted.</param>
/// <param name="Stages">Median and 95th percentile of each stage, in milliseconds.</param>
/// <param name="FloorMs">Median of the models' own inference, all stages on.</param>
/// <param name="OverheadRatio">(Whole frame − floor) ÷ floor, of the medians.</param>
/// <param name="BytesPerFrame">Managed bytes that the camera loop allocated a frame.</param>
internal sealed record BenchReport(
    int Width, int Height, int Frames, IReadOnlyList<BenchReport.Stage> Stages, double FloorMs, double OverheadRatio, double BytesPerFrame)
{
    public sealed record Stage(string Name, double MedianMs, double P95Ms);

    public static BenchReport Of(BenchTimes times, double bytesPerFrame, Image image, int frames)
    {
        var floor = times.Floor.Quantile(0.5);
        return new(
            image.Width, image.Height, frames, [.. times.All.Select(t => new Stage(t.Name, t.Quantile(0.5), t.Quantile(0.95)))],
            floor, (times.Whole.Quantile(0.5) - floor) / floor, bytesPerFrame);
    }
}
