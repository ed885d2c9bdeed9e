using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision.Detection.Cascade;

/// <summary>
/// The full cascade of MTCNN (Zhang et al. 2016): slower than BlazeFace and better at small and many faces. Used on
/// stills and as the second opinion at enrolment. Not thread-safe.
/// </summary>
public sealed class Mtcnn : IDisposable
{
    private const int MaxCandidates = 4096;
    private const int OutputBatch = 8;

    private readonly MtcnnOptions _options;
    private readonly MtcnnProposalNet _proposal;
    private readonly MtcnnRefineNet _refine;
    private readonly ModelSession _outputSession;
    private readonly MtcnnWindows _output;
    private readonly MtcnnCandidate[] _candidates = new MtcnnCandidate[MaxCandidates];
    private readonly AlignedFace[] _faces = new AlignedFace[MaxCandidates];

    /// <summary>Loads the three models.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public Mtcnn(ModelCatalogue models, MtcnnOptions options)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _proposal = new(models);
        _refine = new(models);
        _outputSession = models.Open(ModelId.MtcnnOutput);
        _output = new(_outputSession, MtcnnOutputNet.Side, OutputBatch);
    }

    /// <summary>Finds the faces of a picture with their five points.</summary>
    /// <param name="image">BGR, upright.</param>
    /// <returns>The faces, most confident first; valid until the next call.</returns>
    public ReadOnlySpan<AlignedFace> Detect(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var count = _proposal.Propose(image, _options.MinFace, _options.ProposalScore, _candidates);
        count = _refine.Refine(image, _candidates.AsSpan(0, count), _options.RefineScore);
        return _faces.AsSpan(0, Output(image, count));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _proposal.Dispose();
        _refine.Dispose();
        _output.Dispose();
        _outputSession.Dispose();
    }

    private int Output(Image image, int count)
    {
        var kept = 0;
        for (var start = 0; start < count; start += OutputBatch)
        {
            var batch = _candidates.AsSpan(start, Math.Min(OutputBatch, count - start));
            _output.Run(image, batch);
            for (var i = 0; i < batch.Length; i++)
            {
                var face = new MtcnnCandidate(_output.Box(i), _output.Score(i), _output.Shift(i));
                if (face.Score >= _options.OutputScore)
                    _faces[kept++] = new(face.Corrected(), face.Score, _output.Points(i));
            }
        }

        return Suppress(kept);
    }

    private int Suppress(int count)
    {
        var faces = _faces.AsSpan(0, count);
        faces.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        var kept = 0;
        foreach (var face in faces)
        {
            var free = true;
            for (var i = 0; free && i < kept; i++)
                free = faces[i].Box.Intersect(face.Box).Area <= 0.7f * MathF.Min(faces[i].Box.Area, face.Box.Area);
            if (free)
                faces[kept++] = face;
        }

        return kept;
    }
}
