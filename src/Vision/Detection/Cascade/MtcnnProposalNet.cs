using System.Numerics;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision.Detection.Cascade;

/// <summary>
/// MTCNN's first stage: a fully convolutional 12×12 window slid over an image pyramid in steps of 2 pixels.
/// Input 1×3×H×W RGB, (x − 127.5)/128.
/// </summary>
internal sealed class MtcnnProposalNet(ModelCatalogue models) : IDisposable
{
    public const int Window = 12;
    private const int Stride = 2;
    private const float PyramidStep = 0.709f;

    private readonly ModelSession _session = models.Open(ModelId.MtcnnProposal);
    private readonly List<Level> _levels = [];
    private (int Width, int Height, float MinFace) _built;

    private readonly record struct Level(Vector2 Scale, int Width, int Height, ModelBinding Model);

    /// <summary>Slides the window over every level of the pyramid.</summary>
    /// <param name="image">BGR.</param>
    /// <param name="minFace">Side of the smallest face to find, in pixels.</param>
    /// <param name="minScore">Least confidence.</param>
    /// <param name="found">Receives the windows that pass; those past its end are ignored.</param>
    /// <returns>How many were written.</returns>
    public int Propose(Image image, float minFace, float minScore, Span<MtcnnCandidate> found)
    {
        Build(image.Width, image.Height, minFace);
        var count = 0;
        foreach (var level in _levels)
        {
            Crop.ToTensor(image, Matrix3x2.CreateScale(level.Scale), level.Width, level.Height, _session.Format, level.Model.Input);
            level.Model.Run();
            var fresh = Collect(level, minScore, found[count..]);
            count += MtcnnSuppression.Keep(found.Slice(count, fresh), 0.5f);
        }

        return MtcnnSuppression.Keep(found[..count], 0.7f);
    }

    public void Dispose()
    {
        Clear();
        _session.Dispose();
    }

    private static int Collect(in Level level, float minScore, Span<MtcnnCandidate> found)
    {
        var scores = level.Model.Output(level.Model.IndexOf("probability"));
        var shifts = level.Model.Output(level.Model.IndexOf("box"));
        var shape = level.Model.OutputShape(0);
        var (rows, columns) = (shape[2], shape[3]);
        var plane = rows * columns;
        var count = 0;
        for (var cell = 0; cell < plane && count < found.Length; cell++)
        {
            var score = scores[plane + cell];
            if (score < minScore)
                continue;
            var corner = new Vector2(cell % columns, cell / columns) * Stride / level.Scale;
            var size = new Vector2(Window) / level.Scale;
            found[count++] = new(new(corner.X, corner.Y, size.X, size.Y), score,
                new(shifts[cell], shifts[plane + cell], shifts[2 * plane + cell], shifts[3 * plane + cell]));
        }

        return count;
    }

    private void Build(int width, int height, float minFace)
    {
        if (_built == (width, height, minFace))
            return;
        Clear();
        for (var scale = Window / minFace; MathF.Min(width, height) * scale >= Window; scale *= PyramidStep)
        {
            var (w, h) = ((int)MathF.Ceiling(width * scale), (int)MathF.Ceiling(height * scale));
            // A level has whole pixels, so that its true scale differs a little from the nominal one and by axis.
            _levels.Add(new(new(w / (float)width, h / (float)height), w, h, _session.Bind(1, 3, h, w)));
        }

        _built = (width, height, minFace);
    }

    private void Clear()
    {
        foreach (var level in _levels)
            level.Model.Dispose();
        _levels.Clear();
    }
}
