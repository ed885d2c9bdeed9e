using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Kiosk.Recognition;

/// <summary>Operating points of the calibration record in force, which another may replace at any time. Safe from any thread.</summary>
internal sealed class OperatingPoints : IOperatingPoints
{
    // One stranger in a hundred agrees this well; frames of one track that do not are of two people.
    private const double AgreementFmr = 1e-2;

    // A second enrolment of one person is looked for at a tenth of the chance of error that a door allows.
    private const double DuplicateShare = 0.1;

    private readonly double _maxFpir;
    private Force _force;

    private OperatingPoints(CalibrationRecord record, double maxFpir) => (_maxFpir, _force) = (maxFpir, new(record));

    /// <summary>The record behind the thresholds.</summary>
    public CalibrationRecord Record => Now.Record;

    /// <inheritdoc/>
    public float MinAgreement => Now.MinAgreement;

    private Force Now => Volatile.Read(ref _force);

    /// <summary>Loads the record that the options name, or the one that ships.</summary>
    /// <exception cref="CalibrationException">There is none for this embedder, or it cannot give the wanted rate: nobody can be let in.</exception>
    public static OperatingPoints Load(KioskOptions options) => new(Read(options), options.Recognition.MaxFpir);

    /// <summary>Loads the record that the options name, else the store's newest one of this embedder, else the one that ships.</summary>
    /// <exception cref="CalibrationException">There is none for this embedder, or it cannot give the wanted rate.</exception>
    public static async Task<OperatingPoints> LoadAsync(KioskOptions options, KioskStore store, CancellationToken cancellation) =>
        new(await ReadAsync(options, store, cancellation), options.Recognition.MaxFpir);

    /// <summary>Puts the record in force that the options and the store name now.</summary>
    /// <exception cref="CalibrationException">It cannot be used with so many references; the one before stays in force.</exception>
    public async Task RenewAsync(KioskOptions options, KioskStore store, int references, CancellationToken cancellation)
    {
        var next = new Force(await ReadAsync(options, store, cancellation));
        next.Threshold(references, _maxFpir);
        Volatile.Write(ref _force, next);
    }

    private static async Task<CalibrationRecord> ReadAsync(KioskOptions options, KioskStore store, CancellationToken cancellation) =>
        options.Recognition.Calibration.Length == 0 && await store.Calibrations.NewestAsync(FaceEmbedder.ModelHash, cancellation) is { } newest
            ? CalibrationJson.Read(newest.Json, FaceEmbedder.ModelHash)
            : Read(options);

    private static CalibrationRecord Read(KioskOptions options)
    {
        var path = CalibrationFiles.Of(options.Recognition.Calibration, "recognition");
        try
        {
            return CalibrationJson.Read(File.ReadAllText(path), FaceEmbedder.ModelHash);
        }
        catch (Exception fault) when (fault is CalibrationException or ForeignModelException or IOException or UnauthorizedAccessException)
        {
            var reason = fault is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : fault.Message;
            throw new CalibrationException($"No threshold can be had from the calibration record {path}, so nobody can be let in: {reason} {CalibrationFiles.HowToMake}", fault);
        }
    }

    /// <summary>The score from which somebody counts as enrolled already: a tenth of the FPIR, or as near as the record can speak for.</summary>
    public float DuplicateThreshold(int references)
    {
        var force = Now;
        foreach (var fpir in new[] { _maxFpir * DuplicateShare, _maxFpir })
        {
            try
            {
                return force.Selector.ForGallery(references, fpir).Threshold;
            }
            catch (CalibrationException)
            {
                // The gallery is too large for this record; the next rate is easier.
            }
        }
        return force.Record.AtFmr.Max(at => at.Threshold);
    }

    /// <summary>The full operating point for a gallery of this many references.</summary>
    public OperatingPoint For(int references) => Now.Selector.ForGallery(references, _maxFpir);

    /// <inheritdoc/>
    public float Threshold(int references) => Now.Threshold(references, _maxFpir);

    /// <summary>How often two strangers score at least this.</summary>
    public FmrEstimate FmrOf(float score) => Now.Selector.FmrOf(score);

    /// <summary>One record with all that follows from it: replaced as a whole, so that no two thresholds are of different records.</summary>
    private sealed class Force
    {
        private Known? _known;

        public Force(CalibrationRecord record)
        {
            (Record, Selector) = (record, new(record));
            MinAgreement = Selector.ForFmr(AgreementFmr).Threshold;
        }

        public CalibrationRecord Record { get; }

        public ThresholdSelector Selector { get; }

        public float MinAgreement { get; }

        // Allocates only when the gallery has changed its size.
        public float Threshold(int references, double maxFpir)
        {
            var known = Volatile.Read(ref _known);
            if (known?.References != references)
                Volatile.Write(ref _known, known = new(references, Selector.ForGallery(references, maxFpir).Threshold));
            return known.Threshold;
        }

        private sealed record Known(int References, float Threshold);
    }
}
