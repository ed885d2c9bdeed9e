using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Storage;

namespace AccessKiosk.Recognition.Timeline;

/// <summary>Somebody who appears: a person enrolled, or a face that nobody enrolled fits, numbered over all recordings.</summary>
/// <param name="Person">The person; null for somebody unknown.</param>
/// <param name="Unknown">The number of the unknown face, from 1; 0 for a person.</param>
public readonly record struct Visitor(PersonId? Person, int Unknown);

/// <summary>When somebody is in view.</summary>
/// <param name="Who">Who.</param>
/// <param name="From">From, from the start of the recording.</param>
/// <param name="To">Until.</param>
/// <param name="Picture">A view, a small JPEG; null where there was none good enough.</param>
public sealed record Interval(Visitor Who, TimeSpan From, TimeSpan To, byte[]? Picture);

/// <summary>
/// Says who appears when: each appearance is compared with the gallery by the identification rule of the door; those that
/// fit nobody are grouped by their comparison scores. A group never takes a person's name.
/// </summary>
/// <param name="gallery">Whom appearances are compared with; null where nobody is enrolled.</param>
/// <param name="minMargin">Lead over the second best person that a name needs.</param>
/// <param name="groupThreshold">The comparison score from which two unknown faces are one; from calibration.</param>
/// <param name="gap">Intervals of one visitor that are no further apart are one.</param>
public sealed class TimelineBuilder(IGalleryView? gallery, float minMargin, float groupThreshold, TimeSpan gap)
{
    private readonly List<ProbeTemplate> _unknown = [];

    /// <summary>The intervals of a recording, by their beginnings. Faces that were never seen well enough to compare are left out.</summary>
    public IReadOnlyList<Interval> Add(IReadOnlyList<Appearance> appearances)
    {
        ArgumentNullException.ThrowIfNull(appearances);
        // The surest first, so that a group begins with a face that was seen well.
        var named = appearances.Where(appearance => appearance.Probe.Count > 0)
            .OrderByDescending(appearance => appearance.Probe.Count)
            .Select(appearance => (Appearance: appearance, Who: WhoIs(appearance.Probe)))
            .ToList();
        return [.. named.GroupBy(one => one.Who).SelectMany(one => Join(one.Key, one.Select(each => each.Appearance))).OrderBy(interval => interval.From)];
    }

    private Visitor WhoIs(ProbeTemplate probe)
    {
        var identification = gallery?.Identify(probe.Mean, probe.Count) ?? default;
        if (identification.Judge(minMargin) is IdentificationVerdict.Named)
            return new(identification.Person, 0);
        var (nearest, best) = (-1, groupThreshold);
        foreach (var (index, group) in _unknown.Index())
        {
            var score = UnitVector.Score(group.Mean, probe.Mean);
            if (score >= best)
                (nearest, best) = (index, score);
        }

        if (nearest < 0)
        {
            _unknown.Add(new());
            nearest = _unknown.Count - 1;
        }

        _unknown[nearest].Add(probe.Mean, probe.Count);
        return new(null, nearest + 1);
    }

    private IEnumerable<Interval> Join(Visitor who, IEnumerable<Appearance> appearances)
    {
        Interval? open = null;
        foreach (var next in appearances.OrderBy(appearance => appearance.From))
        {
            if (open is not null && next.From - open.To <= gap)
            {
                open = open with { To = next.To > open.To ? next.To : open.To, Picture = open.Picture ?? next.Picture };
                continue;
            }

            if (open is not null)
                yield return open;
            open = new(who, next.From, next.To, next.Picture);
        }

        if (open is not null)
            yield return open;
    }
}
