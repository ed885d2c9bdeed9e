using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Kiosk.Recognition;

/// <summary>Operating points of the calibration record in force.</summary>
internal sealed class OperatingPoints : IOperatingPoints
{
    // One stranger in a hundred agrees this well; frames of one track that do not are of two people.
    private const double AgreementFmr = 1e-2;

    // A second enrolment of one person is looked for at a tenth of the chance of error that a door allows.
    private const double DuplicateShare = 0.1;

    private readonly ThresholdSelector _selector;
    private readonly double _maxFpir;
    private int _references = -1;
    private float _threshold;

    private OperatingPoints(CalibrationRecord record, double maxFpir)
    {
        (Record, _selector, _maxFpir) = (record, new(record), maxFpir);
        MinAgreement = _selector.ForFmr(AgreementFmr).Threshold;
    }

    /// <summary>The record behind the thresholds.</summary>
    public CalibrationRecord Record { get; }

    /// <inheritdoc/>
    public float MinAgreement { get; }

    /// <summary>Loads the record that the options name, or the one that ships.</summary>
    /// <exception cref="CalibrationException">There is none for this embedder, or it cannot give the wanted rate: nobody can be let in.</exception>
    public static OperatingPoints Load(KioskOptions options)
    {
        var path = CalibrationFiles.Of(options.Recognition.Calibration, "recognition");
        try
        {
            return new(CalibrationJson.Read(File.ReadAllText(path), FaceEmbedder.ModelHash), options.Recognition.MaxFpir);
        }
        catch (Exception fault) when (fault is CalibrationException or ForeignModelException or IOException or UnauthorizedAccessException)
        {
            var reason = fault is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : fault.Message;
            throw new CalibrationException($"No threshold can be had from the calibration record {path}, so nobody can be let in: {reason} {CalibrationFiles.HowToMake}", fault);
        }
    }

    /// <summary>Loads the record that the options name, else the store's newest one of this embedder, else the one that ships.</summary>
    /// <exception cref="CalibrationException">There is none for this embedder, or it cannot give the wanted rate.</exception>
    public static async Task<OperatingPoints> LoadAsync(KioskOptions options, KioskStore store, CancellationToken cancellation) =>
        options.Recognition.Calibration.Length == 0 && await store.Calibrations.NewestAsync(FaceEmbedder.ModelHash, cancellation) is { } newest
            ? new(CalibrationJson.Read(newest.Json, FaceEmbedder.ModelHash), options.Recognition.MaxFpir)
            : Load(options);

    /// <summary>The score from which somebody counts as enrolled already: a tenth of the FPIR, or as near as the record can speak for.</summary>
    public float DuplicateThreshold(int references)
    {
        foreach (var fpir in new[] { _maxFpir * DuplicateShare, _maxFpir })
        {
            try
            {
                return _selector.ForGallery(references, fpir).Threshold;
            }
            catch (CalibrationException)
            {
                // The gallery is too large for this record; the next rate is easier.
            }
        }
        return Record.AtFmr.Max(at => at.Threshold);
    }

    /// <summary>The full operating point for a gallery of this many references.</summary>
    public OperatingPoint For(int references) => _selector.ForGallery(references, _maxFpir);

    /// <inheritdoc/>
    public float Threshold(int references)
    {
        if (references != _references)
            (_references, _threshold) = (references, For(references).Threshold);
        return _threshold;
    }

    /// <summary>How often two strangers score at least this.</summary>
    public FmrEstimate FmrOf(float score) => _selector.FmrOf(score);
}
