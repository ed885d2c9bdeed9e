using AccessKiosk.Storage.Events;

namespace AccessKiosk.Kiosk.Tests.Recognition;

/// <summary>Identity of the one and life of the other must never come together: swaps through the whole pipeline.</summary>
[Trait("Speed", "slow")]
public sealed class SwapTests
{
    // Long enough for the one to be called live, or identified, before the other comes.
    private const int Before = 50, After = 75;

    // Beyond what a face may lean and be compared.
    private const float Leaning = 35;

    private const int Walk = 50;
    private const float FarOff = 5;

    public static TheoryData<int, int> SeedsAndFrames => new() { { 1, 4 }, { 2, 10 }, { 3, 20 } };

    [Theory]
    [MemberData(nameof(SeedsAndFrames))]
    public void A_photo_of_the_enrolled_that_slides_before_a_live_stranger_opens_nothing(int seed, int slide) =>
        AssertNothingOpens(seed, frame => frame < Before ? null : MathF.Max(0, 1 - (frame - Before) / (float)slide));

    [Theory]
    [MemberData(nameof(SeedsAndFrames))]
    public void A_live_stranger_from_behind_a_photo_of_the_enrolled_opens_nothing(int seed, int slide) =>
        AssertNothingOpens(seed, frame => frame < Before ? 0 : frame < Before + slide ? -(frame - Before) / (float)slide : null);

    [Theory]
    [MemberData(nameof(SeedsAndFrames))]
    public void A_photo_that_comes_and_goes_before_a_live_stranger_opens_nothing(int seed, int slide) =>
        AssertNothingOpens(seed, frame => (frame / (slide + 8)) % 2 == 0 ? null : 0);

    [Theory]
    [MemberData(nameof(SeedsAndFrames))]
    public void A_photo_and_a_stranger_that_change_places_open_nothing(int seed, int slide) =>
        AssertNothingOpens(seed, frame => 0.45f * MathF.Sin(frame / (2f * slide)));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_photo_of_the_enrolled_is_not_alive_because_a_leaning_head_before_it_was(int slide) =>
        AssertNothingOpens(1, frame => frame < Before ? null : MathF.Max(0, 1 - (frame - Before) / (float)slide), Leaning);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_photo_that_a_leaning_head_takes_turns_with_opens_nothing(int slide) =>
        AssertNothingOpens(1, frame => frame is > 8 and < Before ? null : frame <= 8 ? 0 : MathF.Max(0, 1 - (frame - Before) / (float)slide), Leaning);

    [Theory]
    [InlineData(6)]
    [InlineData(12)]
    [InlineData(20)]
    public void A_stranger_who_takes_the_enrolled_mans_place_is_not_let_in(int framesOfTheMan)
    {
        // Each is alive; the man is gone before anything was decided.
        using var scene = new Scene();
        using var pictures = new PictureList([
            .. Recordings.Pictures(Recordings.ManAnotherDay, 25, 25 + framesOfTheMan).Select(SwapScenes.Resized), .. new SwapScenes(1).Pictures(Before + After, _ => null)]);
        scene.Show(pictures);

        Assert.DoesNotContain(EventCodes.AccessGranted, scene.Decisions);
    }

    [Theory]
    [MemberData(nameof(SeedsAndFrames))]
    public void A_stranger_who_walks_up_and_holds_up_a_photo_of_the_enrolled_on_arrival_opens_nothing(int seed, int slide) =>
        AssertNothingOpens(seed, frame => frame < Walk - slide ? null : MathF.Max(0, (Walk - frame) / (float)slide), distance: Walking);

    [Theory]
    [MemberData(nameof(SeedsAndFrames))]
    public void A_stranger_who_walks_up_behind_a_photo_that_he_holds_up_now_and_then_opens_nothing(int seed, int slide) =>
        AssertNothingOpens(seed, frame => frame / (slide + 8) % 2 == 0 ? null : 0, distance: Walking);

    [Theory]
    [MemberData(nameof(SeedsAndFrames))]
    public void A_stranger_far_off_does_not_vouch_for_a_photo_that_comes_before_him(int seed, int slide) =>
        AssertNothingOpens(seed, frame => frame < Before ? null : MathF.Max(0, 1 - (frame - Before) / (float)slide), distance: _ => FarOff);

    // From where a face is too far off to where it stands else, at a walking pace.
    private static float Walking(int frame) => 1 + (FarOff - 1) * MathF.Max(0, 1 - frame / (float)Walk);

    private static void AssertNothingOpens(int seed, Func<int, float?> place, float lean = 0, Func<int, float>? distance = null)
    {
        using var scene = new Scene();
        using var pictures = new PictureList(new SwapScenes(seed, lean).Pictures(Before + After, place, distance));
        scene.Show(pictures);

        Assert.DoesNotContain(EventCodes.AccessGranted, scene.Decisions);
        Assert.DoesNotContain(scene.Events, e => e.Code == EventCodes.DoorUnlocked);
    }
}
