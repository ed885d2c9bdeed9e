using System.Numerics;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision.Detection.Cascade;

/// <summary>
/// MTCNN's first stage: a fully convolutional 12×12 window slid over an image pyramid in steps of 2 pixels.
/// Input 1×3×H×W RGB, (x − 127.5)/128.
/// </summary>
/// <remarks>A large level is looked at in overlapping tiles, so that the memory does not depend on the picture's size.</remarks>
internal sealed class MtcnnProposalNet(ModelCatalogue models) : IDisposable
{
    public const int Window = 12;
    private const int Stride = 2;
    private const float PyramidStep = 0.709f;

    // Of one tile the network's layers take some 50 MB.
    private const int TileSide = 512;

    // Neighbouring tiles share what the last window of the first one covers.
    private const int TileStep = TileSide - Window + Stride;

    private readonly ModelSession _session = models.Open(ModelId.MtcnnProposal);
    private readonly List<Level> _levels = [];
    private ModelBinding? _tile;
    private (int Width, int Height, float MinFace) _built;

    // A level without a model of its own is looked at in tiles.
    private readonly record struct Level(Vector2 Scale, int Width, int Height, ModelBinding? Model);

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
            count += level.Model is { } whole
                ? Look(image, level, whole, (0, 0), minScore, found[count..])
                : Tiles(image, level, minScore, found[count..]);
        return MtcnnSuppression.Keep(found[..count], 0.7f);
    }

    public void Dispose()
    {
        Clear();
        _tile?.Dispose();
        _session.Dispose();
    }

    private int Tiles(Image image, in Level level, float minScore, Span<MtcnnCandidate> found)
    {
        _tile ??= _session.Bind(1, 3, TileSide, TileSide);
        var count = 0;
        for (var y = 0; y + Window <= level.Height; y += TileStep)
            for (var x = 0; x + Window <= level.Width; x += TileStep)
                count += Look(image, level, _tile, (x, y), minScore, found[count..]);
        return MtcnnSuppression.Keep(found[..count], 0.5f);
    }

    private int Look(Image image, in Level level, ModelBinding model, (int X, int Y) corner, float minScore, Span<MtcnnCandidate> found)
    {
        var (width, height) = model == level.Model ? (level.Width, level.Height) : (TileSide, TileSide);
        var map = Matrix3x2.CreateScale(level.Scale) * Matrix3x2.CreateTranslation(-corner.X, -corner.Y);
        Crop.ToTensor(image, map, width, height, _session.Format, model.Input);
        model.Run();
        return MtcnnSuppression.Keep(found[..Collect(level, model, corner, minScore, found)], 0.5f);
    }

    private static int Collect(in Level level, ModelBinding model, (int X, int Y) corner, float minScore, Span<MtcnnCandidate> found)
    {
        var scores = model.Output(model.IndexOf("probability"));
        var shifts = model.Output(model.IndexOf("box"));
        var shape = model.OutputShape(0);
        var (rows, columns) = (shape[2], shape[3]);
        var plane = rows * columns;
        var count = 0;
        for (var cell = 0; cell < plane && count < found.Length; cell++)
        {
            var score = scores[plane + cell];
            if (score < minScore)
                continue;
            var (x, y) = (corner.X + cell % columns * Stride, corner.Y + cell / columns * Stride);
            // A tile may reach past the level's edge.
            if (level.Model is null && (x + Window > level.Width || y + Window > level.Height))
                continue;
            var place = new Vector2(x, y) / level.Scale;
            var size = new Vector2(Window) / level.Scale;
            found[count++] = new(new(place.X, place.Y, size.X, size.Y), score,
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
            _levels.Add(new(new(w / (float)width, h / (float)height), w, h, w * h <= TileSide * TileSide ? _session.Bind(1, 3, h, w) : null));
        }

        _built = (width, height, minFace);
    }

    private void Clear()
    {
        foreach (var level in _levels)
            level.Model?.Dispose();
        _levels.Clear();
    }
}
