using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision.Detection.Cascade;

/// <summary>MTCNN's second stage: rejects most windows and corrects the rest. Input N×3×24×24 RGB, (x − 127.5)/128.</summary>
internal sealed class MtcnnRefineNet : IDisposable
{
    private const int Side = 24;
    private const int Batch = 32;

    private readonly ModelSession _session;
    private readonly MtcnnWindows _windows;

    public MtcnnRefineNet(ModelCatalogue models)
    {
        _session = models.Open(ModelId.MtcnnRefine);
        _windows = new(_session, Side, Batch);
    }

    /// <summary>Classifies windows in place.</summary>
    /// <returns>How many passed and are not covered by better ones.</returns>
    public int Refine(Image image, Span<MtcnnCandidate> candidates, float minScore)
    {
        var kept = 0;
        for (var start = 0; start < candidates.Length; start += Batch)
        {
            var batch = candidates.Slice(start, Math.Min(Batch, candidates.Length - start));
            _windows.Run(image, batch);
            for (var i = 0; i < batch.Length; i++)
                if (_windows.Score(i) >= minScore)
                    candidates[kept++] = new(_windows.Box(i), _windows.Score(i), _windows.Shift(i));
        }

        return MtcnnSuppression.Keep(candidates[..kept], 0.7f);
    }

    public void Dispose()
    {
        _windows.Dispose();
        _session.Dispose();
    }
}
