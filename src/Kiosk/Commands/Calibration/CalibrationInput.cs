using System.Reflection;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Metrics;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Calibration.Scores;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Kiosk.Commands.Calibration;

/// <summary>What a calibration measured.</summary>
internal sealed record CalibrationMeasurement(CalibrationRecord Record, ComparisonScores Scores, IReadOnlyList<LabelledEmbedding> Images);

/// <summary>The pictures of a calibration and what is known of them. Everything is read, and refused, before the pictures are.</summary>
internal sealed class CalibrationInput
{
    private readonly DirectoryInfo _folder;
    private readonly IReadOnlyList<LfwPair>? _pairs;
    private readonly SubjectGroups? _groups;
    private readonly DataCorrections? _corrections;

    /// <summary>Reads the lists that go with a folder.</summary>
    /// <exception cref="InputException">A file is missing.</exception>
    /// <exception cref="CalibrationException">A file has a fault; names its line.</exception>
    public CalibrationInput(DirectoryInfo folder, FileInfo? pairs, FileInfo? groups, FileInfo? corrections)
    {
        _folder = folder;
        _pairs = Read(pairs, LfwPairs.Parse);
        _groups = Read(groups, SubjectGroups.Parse);
        _corrections = Corrections(corrections);
    }

    /// <summary>Reads corrections of labels; null without a file.</summary>
    public static DataCorrections? Corrections(FileInfo? file) => Read(file, DataCorrections.Parse);

    /// <summary>Reads the pictures and compares them.</summary>
    public CalibrationMeasurement Measure(KioskOptions options, CalibrationOrigin origin, string description, CancellationToken cancellationToken)
    {
        var only = _pairs is null ? null : _pairs.SelectMany(p => new[] { p.First, p.Second }).ToHashSet(StringComparer.Ordinal);
        var images = PortraitFolder.Read(_folder, new(options.Inference), cancellationToken, only).Embeddings;
        var changed = 0;
        if (_corrections is not null)
            (images, changed) = _corrections.Apply(images);
        var about = new CalibrationSubject(FaceEmbedder.ModelHash, origin, description,
            $"AccessKiosk {typeof(CalibrationInput).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}");
        var (record, scores) = _pairs is null ? All(images, about, cancellationToken) : Listed(images, about);
        return new(record with { Data = record.Data with { Corrected = changed } }, scores, images);
    }

    /// <summary>
    /// Errors by group at the threshold that a gallery of this size has, or at the strictest that the record speaks for;
    /// nothing without groups, or where it speaks for none.
    /// </summary>
    public IReadOnlyList<AttributeErrors> ByGroup(CalibrationMeasurement measured, int references, KioskOptions options, CancellationToken cancellationToken)
    {
        if (_groups is null || Threshold(measured.Record, references, options) is not { } threshold)
            return [];
        return GroupAnalysis.Analyse(measured.Images, measured.Scores, threshold, _groups, cancellationToken);
    }

    // A measurement is not thrown away because it is too small for the gallery.
    private static float? Threshold(CalibrationRecord record, int references, KioskOptions options)
    {
        try
        {
            return new ThresholdSelector(record).ForGallery(Math.Max(1, references), options.Recognition.MaxFpir).Threshold;
        }
        catch (CalibrationException)
        {
            return record.AtFmr.Count > 0 ? record.AtFmr.Max(at => at.Threshold) : null;
        }
    }

    private static (CalibrationRecord, ComparisonScores) All(IReadOnlyList<LabelledEmbedding> images, CalibrationSubject about, CancellationToken cancellationToken) =>
        ProgressDisplay.Of("comparing every pair", report => Calibrator.Calibrate(images, about, TimeProvider.System, Environment.ProcessorCount, report, cancellationToken));

    private (CalibrationRecord, ComparisonScores) Listed(IReadOnlyList<LabelledEmbedding> images, CalibrationSubject about)
    {
        var scores = ListedPairs.Compare(images, _pairs!);
        var detected = images.Where(i => i.Detected).ToArray();
        var people = detected.Select(i => i.Subject).Distinct(StringComparer.Ordinal).Count();
        return (Calibrator.Describe(scores, about, people, detected.Length, images.Count - detected.Length, TimeProvider.System), scores);
    }

    private static T? Read<T>(FileInfo? file, Func<TextReader, string, T> parse)
        where T : class
    {
        if (file is null)
            return null;
        if (!file.Exists)
            throw new InputException($"No such file: {file.FullName}");
        using var reader = file.OpenText();
        return parse(reader, file.Name);
    }
}
