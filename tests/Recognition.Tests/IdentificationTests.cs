using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Storage;

namespace AccessKiosk.Recognition.Tests;

/// <summary>The one rule by which a search names a person: at the door, in the API and in the commands.</summary>
public sealed class IdentificationTests
{
    private const float Threshold = 0.5f, MinMargin = 0.05f;

    [Theory]
    [InlineData(IdentificationVerdict.Named, 0.5f)]
    [InlineData(IdentificationVerdict.Unknown, 0.499f)]
    [InlineData(IdentificationVerdict.Named, 0.6f, 0.54f)]
    [InlineData(IdentificationVerdict.Ambiguous, 0.6f, 0.56f)]
    [InlineData(IdentificationVerdict.Unknown, 0.4f, 0.39f)]
    [InlineData(IdentificationVerdict.Unknown)]
    public void A_person_is_named_from_the_threshold_on_with_a_lead_over_the_runner_up(IdentificationVerdict expected, params float[] scores)
    {
        var best = Found(scores);
        var identification = Identification.Of(best, Threshold, frames: 1);

        Assert.Equal(expected, identification.Judge(MinMargin));
        Assert.Equal(best.Length == 0 ? null : best[0].Person, identification.Person);
    }

    [Theory]
    [InlineData(1, 0.9f)]
    [InlineData(1, 0.9f, 0.8f)]
    [InlineData(2, 0.9f, 0.86f, 0.84f)]
    [InlineData(3, 0.9f, 0.88f, 0.86f, 0.4f)]
    [InlineData(4, 0.9f, 0.9f, 0.9f, 0.9f)]
    public void Everybody_whom_the_margin_does_not_part_from_the_best_is_alike(int expected, params float[] scores)
    {
        var best = Found(scores);
        Assert.Equal(best.Take(expected).Select(one => one.Person), Identification.Of(best, Threshold, frames: 1).Alike(MinMargin));
    }

    [Fact]
    public void A_threshold_that_nobody_reaches_names_nobody() =>
        Assert.Equal(IdentificationVerdict.Unknown, Identification.Of(Found(1), float.PositiveInfinity, frames: 9).Judge(MinMargin));

    [Fact]
    public void A_score_that_is_no_number_names_nobody() =>
        Assert.Equal(IdentificationVerdict.Unknown, Identification.Of(Found(float.NaN), Threshold, frames: 9).Judge(MinMargin));

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void A_track_must_have_shown_enough_good_frames(int frames, bool isAccepted) =>
        Assert.Equal(isAccepted, Identification.Of(Found(0.9f), Threshold, frames).IsAccepted(new() { MinFrames = 3 }));

    private static Candidate[] Found(params float[] scores) => [.. scores.Select(score => new Candidate(PersonId.New(), score, ReferenceId.New()))];
}
