using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Remote;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.Remote;

/// <summary>What is known of the pictures of a remote enrolment before somebody decides.</summary>
/// <param name="Kept">The pictures that would become references.</param>
/// <param name="Outliers">Those that show somebody else than the others.</param>
/// <param name="LookAlikes">Others enrolled who look the same.</param>
/// <param name="IsAnother">Whether the person has a face enrolled that these pictures do not look like.</param>
internal sealed record RemoteFindings(IReadOnlyList<RemotePicture> Kept, IReadOnlyList<RemotePicture> Outliers, IReadOnlyList<LookAlike> LookAlikes, bool IsAnother);

/// <summary>Judges the pictures of remote enrolments for the reviewer, and carries out the decision.</summary>
internal sealed class RemoteReview(EnrolledPopulation workforce, CaptureOptions options, TimeProvider time)
{
    private const int Nearest = 5;

    /// <summary>What there is to know.</summary>
    public async Task<RemoteFindings> FindAsync(RemoteEnrollment enrolment, CancellationToken cancellationToken)
    {
        var pictures = await workforce.Store.Remote.PicturesAsync(enrolment.Id, cancellationToken);
        var captures = Choose(pictures);
        var kept = captures.Select(capture => capture.Origin).ToHashSet(StringComparer.Ordinal);
        var alike = captures.Count == 0 ? [] : await workforce.Duplicates.FindAsync(captures, workforce.Duplicates.Threshold(0), enrolment.Person, cancellationToken);
        var chosen = pictures.ToLookup(picture => kept.Contains(picture.Id.ToString("N")));
        return new([.. chosen[true]], [.. chosen[false]], alike, captures.Count > 0 && IsAnother(enrolment.Person, captures));
    }

    /// <summary>Stores the references.</summary>
    /// <exception cref="StoreException">Nothing was stored; it says why.</exception>
    public async Task<EnrollmentOutcome> AcceptAsync(RemoteEnrollment enrolment, string by, bool allowDuplicate, CancellationToken cancellationToken)
    {
        var captures = Choose(await workforce.Store.Remote.PicturesAsync(enrolment.Id, cancellationToken));
        return captures.Count == 0
            ? throw new StoreException(StoreFault.Invalid, "The pictures show different people, or were taken for another model: refuse them, and ask for new ones.")
            : await new Enroller(workforce, time).AcceptAsync(enrolment, captures, by, allowDuplicate, cancellationToken);
    }

    private IReadOnlyList<Capture> Choose(IEnumerable<RemotePicture> pictures)
    {
        var captures = new CaptureSet(options);
        foreach (var capture in RemotePictures.Captures(pictures))
            captures.Offer(capture);
        return captures.Choose(workforce.Points.MinAgreement).Kept;
    }

    private bool IsAnother(PersonId person, IReadOnlyList<Capture> captures)
    {
        if (workforce.Store.People.Find(person) is not { References: > 0 })
            return false;
        var best = new Candidate[Nearest];
        var threshold = workforce.Points.DoorThreshold(workforce.Gallery.References);
        return !captures.Any(capture => best[..workforce.Gallery.Search(capture.Embedding.Span, best)].Any(one => one.Person == person && one.Score >= threshold));
    }
}
