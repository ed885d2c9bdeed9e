using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Calibration.Statistics;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Calibration.Metrics;

/// <summary>What <c>evaluate identification --json</c> prints; the fields are part of the command's contract.</summary>
/// <remarks>
/// ISO/IEC 19795-1 with rank 1, as the kiosk decides: a mated search fails unless the first candidate is the right person
/// at or above the threshold. Failures to find a face count as what they cause: a mated probe without a face, or of a
/// person without a reference, is a false negative.
/// </remarks>
/// <param name="Gallery">People enrolled.</param>
/// <param name="MatedProbes">Probes of people named in the gallery.</param>
/// <param name="NonMatedProbes">Probes of others.</param>
/// <param name="Fnir">False negative identification rate at the threshold.</param>
/// <param name="Fpir">False positive identification rate at the threshold.</param>
/// <param name="FpirUpper95">Upper 95 % bound of it.</param>
/// <param name="Rank1">Share of mated probes whose first candidate is the right person, whatever the score.</param>
/// <param name="Threshold">The threshold that the kiosk would use.</param>
public sealed record IdentificationMetrics(
    int Gallery, int MatedProbes, int NonMatedProbes, double Fnir, double Fpir, double FpirUpper95, double Rank1, float Threshold)
{
    /// <summary>Searches a gallery of some images with others, at the threshold of a calibration record.</summary>
    /// <param name="references">The gallery's images; a person may have several.</param>
    /// <param name="probes">The images to search with.</param>
    /// <param name="calibration">The record of the model that made both.</param>
    /// <param name="fpir">Wanted FPIR.</param>
    /// <param name="onError">Told of every search that went wrong, to look at.</param>
    /// <param name="cancel">Stops early.</param>
    /// <exception cref="CalibrationException">No face in the gallery, or the record cannot speak for the FPIR.</exception>
    public static IdentificationMetrics Of(
        IReadOnlyList<LabelledEmbedding> references, IReadOnlyList<LabelledEmbedding> probes, CalibrationRecord calibration,
        double fpir = ThresholdSelector.DefaultFpir, Action<SearchError>? onError = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(probes);
        ArgumentNullException.ThrowIfNull(calibration);
        var people = references.Select(r => r.Subject).Distinct(StringComparer.Ordinal).ToDictionary(s => s, _ => PersonId.New(), StringComparer.Ordinal);
        var enrolled = references.Where(r => r.Detected).ToArray();
        if (enrolled.Length == 0)
            throw new CalibrationException("No face was found in any image of the gallery.");
        var gallery = new Gallery(new() { ModelHash = calibration.ModelHash, Dimension = enrolled[0].Vector.Length });
        gallery.Load(enrolled.Select(r => new GalleryReference(people[r.Subject], ReferenceId.New(), calibration.ModelHash, r.Vector)));
        var point = new ThresholdSelector(calibration).ForGallery(gallery.References, fpir);

        var names = people.ToDictionary(pair => pair.Value, pair => pair.Key);
        var (mated, missed, first, strangers, accepted) = (0, 0, 0, 0, 0);
        var best = new Candidate[1];
        foreach (var probe in probes)
        {
            cancel.ThrowIfCancellationRequested();
            var found = probe.Detected && gallery.Search(probe.Vector.Span, best) > 0;
            var match = found && best[0].Score >= point.Threshold;
            if (!people.TryGetValue(probe.Subject, out var person))
            {
                strangers++;
                accepted += match ? 1 : 0;
                if (match)
                    onError?.Invoke(new(probe.Image, probe.Subject, names[best[0].Person], best[0].Score, Enrolled: false));
                continue;
            }
            mated++;
            var right = found && best[0].Person == person;
            first += right ? 1 : 0;
            missed += right && match ? 0 : 1;
            if (!(right && match))
                onError?.Invoke(new(probe.Image, probe.Subject, found ? names[best[0].Person] : null, found ? best[0].Score : null, Enrolled: true));
        }
        var positives = new ErrorRate(accepted, strangers);
        return new(gallery.People, mated, strangers, Share(missed, mated), Share(accepted, strangers), positives.Upper95, Share(first, mated), point.Threshold);
    }

    /// <summary>False negatives with their bounds.</summary>
    [JsonIgnore]
    public ErrorRate FalseNegatives => new((long)Math.Round(Fnir * MatedProbes), MatedProbes);

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, MetricsJson.Default.IdentificationMetrics);

    // JSON has no NaN: without trials no error was made.
    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

/// <summary>A search that went wrong. It names people: keep it private.</summary>
/// <param name="Image">The probe.</param>
/// <param name="Subject">Whom it shows.</param>
/// <param name="Found">Whom the search found first; null without a face.</param>
/// <param name="Score">The comparison score with them.</param>
/// <param name="Enrolled">Whether the subject is in the gallery: then it is a false negative, else a false positive.</param>
public sealed record SearchError(string Image, string Subject, string? Found, float? Score, bool Enrolled);
