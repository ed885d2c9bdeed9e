using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Enrollment.Thresholds;

/// <summary>Operating points of the active calibration record, which another may replace at any time. Safe from any thread.</summary>
public sealed class ActiveCalibration : IActiveCalibration
{
    // One stranger in a hundred agrees this well; frames of one track that do not are of two people.
    private const double AgreementFmr = 1e-2;

    // A second enrolment of one person is looked for at a tenth of the chance of error that a door allows.
    private const double DuplicateShare = 0.1;

    private readonly double _maxFpir;
    private readonly Action<string> _onFault;
    private Active _active;
    private long _replacements;

    private ActiveCalibration(CalibrationRecord record, double maxFpir, Action<string> onFault) =>
        (_maxFpir, _onFault, _active) = (maxFpir, onFault, new(record));

    /// <summary>The record behind the thresholds.</summary>
    public CalibrationRecord Record => Now.Record;

    /// <inheritdoc/>
    public long Replacements => Volatile.Read(ref _replacements);

    /// <inheritdoc/>
    public float MinAgreement => Now.MinAgreement;

    private Active Now => Volatile.Read(ref _active);

    /// <summary>Loads the record that the configuration names, or the one that ships.</summary>
    /// <exception cref="CalibrationException">There is none for this embedder, or it cannot give the wanted rate: nobody can be let in.</exception>
    public static ActiveCalibration Load(CalibrationChoice choice) => new(Read(choice), choice.MaxFpir, _ => { });

    /// <summary>
    /// Loads the record that the configuration names, else the newest of this embedder, in the store or shipped, that can speak for
    /// the people enrolled, else the newest.
    /// </summary>
    /// <param name="choice">The record and the error rate.</param>
    /// <param name="store">The store.</param>
    /// <param name="onFault">Told, once, that the gallery is too large for the record and nobody can be let in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CalibrationException">There is none for this embedder, or it cannot give the wanted rate.</exception>
    public static async Task<ActiveCalibration> LoadAsync(CalibrationChoice choice, KioskStore store, Action<string> onFault, CancellationToken cancellationToken)
    {
        var references = store.People.List().Sum(person => person.References);
        var kept = choice.File.Length == 0 ? await store.Calibrations.ListAsync(cancellationToken) : [];
        var known = Known(choice, kept.Where(calibration => calibration.ModelHash == FaceEmbedder.ModelHash));
        var record = known.FirstOrDefault(record => CanSpeakFor(record, references, choice.MaxFpir)) ?? known.First();
        return new(record, choice.MaxFpir, onFault);
    }

    /// <summary>Whether a record gives a threshold for a gallery of this many references.</summary>
    public static bool CanSpeakFor(CalibrationRecord record, int references, double maxFpir)
    {
        try
        {
            new ThresholdSelector(record).ForGallery(references, maxFpir);
            return true;
        }
        catch (CalibrationException)
        {
            return false;
        }
    }

    /// <summary>Activates the record that the configuration and the store name now.</summary>
    /// <exception cref="CalibrationException">It cannot be used with so many references; the one before stays active.</exception>
    public async Task RenewAsync(CalibrationChoice choice, KioskStore store, int references, CancellationToken cancellationToken)
    {
        var newest = choice.File.Length == 0 ? await store.Calibrations.NewestAsync(FaceEmbedder.ModelHash, cancellationToken) : null;
        var next = new Active(newest is null ? Read(choice) : Read(newest));
        next.Selector.ForGallery(references, _maxFpir);
        Volatile.Write(ref _active, next);
        Interlocked.Increment(ref _replacements);
    }

    // Read one by one as they are asked for: the file is not needed where the store has what is wanted.
    private static IEnumerable<CalibrationRecord> Known(CalibrationChoice choice, IEnumerable<StoredCalibration> kept)
    {
        foreach (var calibration in kept)
            yield return Read(calibration);
        yield return Read(choice);
    }

    private static CalibrationRecord Read(StoredCalibration kept) => CalibrationJson.Read(kept.Json, FaceEmbedder.ModelHash);

    private static CalibrationRecord Read(CalibrationChoice choice)
    {
        var path = CalibrationFiles.Of(choice.File, "recognition");
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
        var active = Now;
        foreach (var fpir in new[] { _maxFpir * DuplicateShare, _maxFpir })
        {
            try
            {
                return active.Selector.ForGallery(references, fpir).Threshold;
            }
            catch (CalibrationException)
            {
                // The gallery is too large for this record; the next rate is easier.
            }
        }
        return active.Record.AtFmr.Max(at => at.Threshold);
    }

    /// <summary>The full operating point for a gallery of this many references.</summary>
    public OperatingPoint For(int references) => Now.Selector.ForGallery(references, _maxFpir);

    /// <summary>The threshold for a gallery of this many references.</summary>
    /// <exception cref="CalibrationException">The record cannot speak for so many.</exception>
    public float Threshold(int references) => For(references).Threshold;

    /// <inheritdoc/>
    public float DoorThreshold(int references) => Now.DoorThreshold(references, _maxFpir, _onFault);

    /// <summary>How often two strangers score at least this.</summary>
    public FmrEstimate FmrOf(float score) => Now.Selector.FmrOf(score);

    /// <summary>One record with all that follows from it: replaced as a whole, so that no two thresholds are of different records.</summary>
    private sealed class Active
    {
        private Known? _known;

        public Active(CalibrationRecord record)
        {
            (Record, Selector) = (record, new(record));
            MinAgreement = Selector.ForFmr(AgreementFmr).Threshold;
        }

        public CalibrationRecord Record { get; }

        public ThresholdSelector Selector { get; }

        public float MinAgreement { get; }

        // Allocates only when the gallery has changed its size.
        public float DoorThreshold(int references, double maxFpir, Action<string> onFault)
        {
            var known = Volatile.Read(ref _known);
            return known?.References == references ? known.Threshold : Learn(references, maxFpir, onFault);
        }

        private float Learn(int references, double maxFpir, Action<string> onFault)
        {
            var (threshold, fault) = (float.PositiveInfinity, "");
            try
            {
                threshold = Selector.ForGallery(references, maxFpir).Threshold;
            }
            catch (CalibrationException silent)
            {
                fault = silent.Message;
            }

            var before = Interlocked.Exchange(ref _known, new(references, threshold));
            // Of one record too small it is said once, however many lanes ask and people come.
            if (fault.Length > 0 && before is not { Threshold: float.PositiveInfinity })
                onFault($"nobody can be let in: {fault}");
            return threshold;
        }

        private sealed record Known(int References, float Threshold);
    }
}
