using System.Numerics;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision.Detection;

/// <summary>
/// BlazeFace (Bazarevsky et al. 2019): single-shot face detector. Input 1×3×S×S RGB in [−1, 1], the frame
/// letterboxed without distortion; output 896 scores and 896×16 regressions. Not thread-safe.
/// </summary>
public sealed class BlazeFace : IFaceDetector
{
    private const int Regressions = 16;
    private const int MaxCandidates = 256;

    private readonly BlazeFaceOptions _options;
    private readonly ModelSession _session;
    private readonly ModelBinding _model;
    private readonly DetectedFace[] _candidates = new DetectedFace[MaxCandidates];
    private readonly int _side;
    private readonly int _fineScores, _fineBoxes, _coarseScores, _coarseBoxes;
    private readonly float _minLogit;

    /// <summary>Loads the model that the options name: the near one unless they say far; <see cref="FaceSearch"/> chooses between two.</summary>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    public BlazeFace(ModelCatalogue models, BlazeFaceOptions options)
        : this(models, options, options?.Range ?? default)
    {
    }

    /// <summary>Loads the far model, or else the near one, with limits from the options.</summary>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    public BlazeFace(ModelCatalogue models, BlazeFaceOptions options, DetectionRange range)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        var near = range is not DetectionRange.Far;
        _side = near ? 128 : 256;
        _session = models.Open(near ? ModelId.BlazeFaceFront : ModelId.BlazeFaceBack);
        _model = _session.Bind(1, 3, _side, _side);
        (_fineScores, _fineBoxes) = (_model.IndexOf("scores16"), _model.IndexOf("boxes16"));
        (_coarseScores, _coarseBoxes) = (_model.IndexOf("scores8"), _model.IndexOf("boxes8"));
        _minLogit = MathF.Log(options.MinScore / (1 - options.MinScore));
    }

    /// <inheritdoc/>
    public int Capacity => 32;

    /// <summary>The model, for measuring its inference alone.</summary>
    public ModelBinding Model => _model;

    /// <inheritdoc/>
    public int Detect(Image image, Span<DetectedFace> faces)
    {
        ArgumentNullException.ThrowIfNull(image);
        var scale = _side / (float)Math.Max(image.Width, image.Height);
        var shift = new Vector2(_side - scale * image.Width, _side - scale * image.Height) / 2;
        Crop.ToTensor(image, new Matrix3x2(scale, 0, 0, scale, shift.X, shift.Y), _side, _side, _session.Format, _model.Input);
        _model.Run();

        var found = Collect(_model.Output(_fineScores), _model.Output(_fineBoxes), BlazeFaceAnchors.Centers, 0, scale, shift);
        found = Collect(_model.Output(_coarseScores), _model.Output(_coarseBoxes), BlazeFaceAnchors.Centers.AsSpan(BlazeFaceAnchors.Fine), found, scale, shift);
        var count = Math.Min(WeightedSuppression.Blend(_candidates.AsSpan(0, found), _options.BlendOverlap), Math.Min(Capacity, faces.Length));
        _candidates.AsSpan(0, count).CopyTo(faces);
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _model.Dispose();
        _session.Dispose();
    }

    private int Collect(ReadOnlySpan<float> logits, ReadOnlySpan<float> regressions, ReadOnlySpan<Vector2> anchors, int found, float scale, Vector2 shift)
    {
        for (var i = 0; i < logits.Length && found < MaxCandidates; i++)
        {
            if (logits[i] < _minLogit)
                continue;
            var r = regressions.Slice(i * Regressions, Regressions);
            var anchor = anchors[i] * _side;
            Vector2 Point(ReadOnlySpan<float> at, int k) => (new Vector2(at[k], at[k + 1]) + anchor - shift) / scale;
            var size = new Vector2(r[2], r[3]) / scale;
            var corner = Point(r, 0) - size / 2;
            _candidates[found++] = new(
                new(corner.X, corner.Y, size.X, size.Y), 1 / (1 + MathF.Exp(-logits[i])),
                new(Point(r, 4), Point(r, 6), Point(r, 8), Point(r, 10), Point(r, 12), Point(r, 14)));
        }

        return found;
    }
}
