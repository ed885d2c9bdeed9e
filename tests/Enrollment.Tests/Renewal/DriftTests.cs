using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Tests.Renewal;

/// <summary>
/// The worst that renewal could be put to: faces that lead in small steps from the person enrolled to a stranger, each
/// offered as a perfect match and accepted at once.
/// </summary>
public sealed class DriftTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 0.02)]
    [InlineData(2, 0.05)]
    [InlineData(3, 0.1)]
    [InlineData(4, 0.3)]
    public async Task A_chain_of_drifting_faces_never_lets_the_stranger_at_its_end_in(int seed, double step)
    {
        await using var rig = await RenewalRig.CreateAsync(seed);
        rig.Options.Automatic = true;
        rig.Options.MaxRenewed = 10;
        var enrolled = (await rig.ReferencesAsync()).Select(r => r.Reference.Id).ToHashSet();
        var stranger = RenewalRig.Unit(new Random(seed + 500));
        var (accepted, furthest) = (0, 1f);
        for (var by = 0.0; by < 1; by += step)
        {
            var face = RenewalRig.Towards(rig.Face, stranger, (float)(by / (1 - by)));
            // What the door would do: a match of whatever reference comes nearest.
            var score = (await rig.ReferencesAsync()).Max(r => RenewalRig.Score(r.Embedding, face));
            accepted += score >= RenewalRig.Threshold && await rig.OfferAsync(face) is RenewalAnswer.Accepted ? 1 : 0;
            rig.Home.Time.Advance(TimeSpan.FromDays(120));
            furthest = (await rig.ReferencesAsync()).Where(r => r.Reference.Origin is ReferenceOrigin.Update)
                .Select(r => RenewalRig.Score(r.Embedding, rig.Face)).Append(furthest).Min();
        }

        var references = await rig.ReferencesAsync();
        output.WriteLine($"{accepted} accepted; the furthest scores {furthest:0.000} against the face enrolled, the stranger {references.Max(r => RenewalRig.Score(r.Embedding, stranger)):0.000}");
        Assert.True(accepted > 1, "The chain must get somewhere, or the test shows nothing.");
        Assert.Superset(enrolled, references.Select(r => r.Reference.Id).ToHashSet());
        Assert.All(references, r => Assert.True(RenewalRig.Score(r.Embedding, stranger) < RenewalRig.Threshold));
        Assert.True(references.Max(r => RenewalRig.Score(r.Embedding, rig.Face)) > 0.9f, "The person enrolled is known as before.");
    }

    [Theory]
    [InlineData(0.42f, 0.48f)]
    [InlineData(0.5f, 0.57f)]
    [InlineData(0.6f, 0.65f)]
    public void Whoever_matches_through_a_renewed_reference_looks_like_the_enrolment_too(float threshold, float strict)
    {
        // The most that geometry allows: a renewed reference at the edge of what is accepted, a probe at the edge of what matches it.
        var enrolled = RenewalRig.Unit(new Random(1));
        var across = Across(enrolled);
        using var template = new EnrollmentTemplate(enrolled.Length);
        template.Add(enrolled);
        var candidate = At(enrolled, across, MathF.Acos(strict));
        Assert.Equal(strict, template.Score(candidate), 4);
        var renewed = template.Renewed(candidate);
        var worst = MathF.Acos(RenewalRig.Score(renewed, enrolled)) + MathF.Acos(threshold);
        output.WriteLine($"thresholds {threshold} and {strict}: at least {MathF.Cos(worst):0.000} against the enrolment");
        Assert.True(MathF.Cos(worst) > 0, "A face unlike the enrolment could be let in.");
    }

    private static float[] At(float[] from, float[] across, float angle) =>
        [.. from.Zip(across, (f, a) => f * MathF.Cos(angle) + a * MathF.Sin(angle))];

    private static float[] Across(float[] face)
    {
        var other = RenewalRig.Unit(new Random(2));
        var along = RenewalRig.Score(face, other);
        return RenewalRig.Towards(other, face, -along);
    }
}
