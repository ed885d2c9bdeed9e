using System.Globalization;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Recognition;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Storage;
using AccessKiosk.Web.Api;
using Microsoft.Extensions.Caching.Memory;

namespace AccessKiosk.Web.Lookup;

/// <summary>Somebody whom the face of a picture is like.</summary>
/// <param name="Person">Who.</param>
/// <param name="Name">Their name.</param>
/// <param name="IsEnough">Whether the door would take the likeness for enough.</param>
/// <param name="Words">How alike, in words.</param>
internal sealed record LookupLine(PersonId Person, string Name, bool IsEnough, string Words);

/// <summary>Who the face of a picture is.</summary>
/// <param name="Verdict">What a search of everybody says, by the rule of the door.</param>
/// <param name="Words">The same in words.</param>
/// <param name="Candidates">The people most like it, best first.</param>
internal sealed record LookupAnswer(IdentificationVerdict Verdict, string Words, IReadOnlyList<LookupLine> Candidates);

/// <summary>
/// Who is this? One picture against everybody, by the rule of the door; audited. The picture is evaluated and never stored;
/// the answer is kept for the operator's next look at the page.
/// </summary>
internal sealed class FaceLookup(ApiFaces faces, EnrolledPopulation workforce, RecognitionOptions options, IMemoryCache cache)
{
    private const int Most = 5;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    /// <summary>Searches for the one face of the picture that a request brings, and keeps the answer for the operator.</summary>
    /// <exception cref="ApiException">It brings no picture, or not one face.</exception>
    /// <exception cref="Vision.Imaging.ImageException">It is no usable picture.</exception>
    public async Task SearchAsync(HttpRequest request, string by, CancellationToken cancellationToken)
    {
        var probe = await faces.EmbedAsync(request, cancellationToken);
        var references = workforce.Gallery.References;
        var best = new Candidate[Most];
        best = best[..(references == 0 ? 0 : workforce.Gallery.Search(probe, best))];
        var threshold = workforce.Points.DoorThreshold(Math.Max(1, references));
        var identification = Identification.Of(best, threshold, frames: 1);
        var verdict = identification.Judge(options.MinMargin);
        var answer = new LookupAnswer(verdict, Words(verdict, identification, references), [.. best.Select(candidate => Line(candidate, threshold)).OfType<LookupLine>()]);
        // Before anything is shown.
        await workforce.Store.Audit.AppendAsync(by, "person.identified", verdict is IdentificationVerdict.Named ? identification.Person?.ToString() : null, new { shown = answer.Candidates.Count }, cancellationToken);
        cache.Set(Key(by), answer, KeptFor);
    }

    /// <summary>Takes the answer to the last search of an operator; null for none.</summary>
    public LookupAnswer? Take(string by)
    {
        var answer = cache.Get<LookupAnswer>(Key(by));
        cache.Remove(Key(by));
        return answer;
    }

    private string Words(IdentificationVerdict verdict, in Identification identification, int references) => verdict switch
    {
        IdentificationVerdict.Named => $"This is {NameOf(identification.Person)}.",
        IdentificationVerdict.Ambiguous => $"The face fits several people: {string.Join(", ", identification.Alike(options.MinMargin).Select(person => NameOf(person)))}. The door could not tell them apart.",
        _ when references == 0 => "Nobody is enrolled.",
        _ => "Nobody enrolled, as far as can be told.",
    };

    // Erased meanwhile: nobody.
    private LookupLine? Line(in Candidate candidate, float threshold) => workforce.NameOf(candidate.Person) is { } name
        ? new(candidate.Person, name, candidate.Score >= threshold, Likeness(workforce.Points.FmrOf(candidate.Score)))
        : null;

    // Beyond what was measured a figure would promise too much.
    private static string Likeness(FmrEstimate fmr) => fmr switch
    {
        { Rate: >= 0.5 } => "no more alike than most",
        { Extrapolated: true } => "so alike that hardly any pair of different people was found to be, when this was measured",
        _ => string.Create(CultureInfo.InvariantCulture, $"of different people, one pair in {1 / fmr.Rate:N0} is as alike"),
    };

    private string NameOf(PersonId? person) => (person is { } id ? workforce.NameOf(id) : null) ?? "somebody erased meanwhile";

    private static string Key(string by) => $"lookup:{by}";
}
