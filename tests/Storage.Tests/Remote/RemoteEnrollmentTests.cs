using System.Text;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Remote;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Vision.Alignment;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Storage.Tests.Remote;

/// <summary>Pictures from elsewhere, from the invitation to the review: what counts, for how long, and what is left of them.</summary>
public sealed class RemoteEnrollmentTests
{
    private static readonly byte[] Jpeg = Encoding.ASCII.GetBytes("a picture of nobody, long enough to be found in a file");

    [Fact]
    public async Task An_invitation_that_was_answered_becomes_references_and_leaves_nothing_but_them()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var person = await store.People.AddAsync(new() { Name = "Ada" }, consent: null, TestStore.By, TestStore.Token);
        var token = await store.Remote.InviteAsync(person.Id, TestStore.By, TestStore.Token);
        var found = (await store.Remote.FindAsync(token, TestStore.Token))!;

        // No picture before the person agreed.
        await TestStore.RefusedAsync(() => store.Remote.AddPictureAsync(found.Id, Capture(1), TestStore.Token), StoreFault.ConsentMissing);
        await store.Remote.AgreeAsync(found.Id, "2026-11", "invitation", TestStore.Token);
        await TestStore.RefusedAsync(() => store.Remote.SendAsync(found.Id, TestStore.Token), StoreFault.Invalid);
        await store.Remote.AddPictureAsync(found.Id, Capture(1), TestStore.Token);
        await store.Remote.AddPictureAsync(found.Id, Capture(2), TestStore.Token);
        await store.Remote.SendAsync(found.Id, TestStore.Token);

        // The link is used up, and what was sent stays as it was.
        Assert.Null(await store.Remote.FindAsync(token, TestStore.Token));
        await TestStore.RefusedAsync(() => store.Remote.AddPictureAsync(found.Id, Capture(3), TestStore.Token), StoreFault.Conflict);
        var pictures = await store.Remote.PicturesAsync(found.Id, TestStore.Token);
        // Two pictures of one millisecond have no order.
        Assert.Equal([.. new[] { 1, 2 }.Select(i => Capture(i).Embedding).OrderBy(values => values[0])], pictures.Select(picture => picture.Capture.Embedding).OrderBy(values => values[0]));
        Assert.Equal(0, store.People.Find(person.Id)!.References);

        await store.Remote.AcceptAsync(found.Id, [home.Reference(1), home.Reference(2)], "Rita", TestStore.Token);
        var enrolled = store.People.Find(person.Id)!;
        Assert.Equal((2, true, ConsentDecision.Granted, "2026-11"), (enrolled.References, enrolled.NeedsProof, enrolled.Consent!.Decision, enrolled.Consent.TextVersion));
        Assert.Null(await store.Remote.FindAsync(found.Id, TestStore.Token));
        Assert.Empty(await store.Remote.PicturesAsync(found.Id, TestStore.Token));
        await TestStore.RefusedAsync(() => store.Remote.AcceptAsync(found.Id, [home.Reference(1)], "Rita", TestStore.Token), StoreFault.NotFound);

        await store.People.ProveAsync(person.Id, "system", TestStore.Token);
        Assert.False(store.People.Find(person.Id)!.NeedsProof);
        Assert.Equal(
            ["remote-enrolment.invited", "remote-enrolment.sent", "references.added", "remote-enrolment.accepted", "person.proved"],
            (await store.Audit.ListAsync(person.Id.ToString(), cancellationToken: TestStore.Token)).OrderBy(entry => entry.Sequence).Select(entry => entry.Action).Where(action => action is not ("person.added" or "consent.recorded")));
    }

    [Fact]
    public async Task Neither_a_picture_nor_a_link_can_be_read_in_any_file()
    {
        await using var home = new TestStore();
        var backup = Path.Combine(home.Directory, "backup.db");
        string token;
        await using (var store = await home.OpenAsync())
        {
            var (person, id) = await AskedAsync(store);
            token = await store.Remote.InviteAsync(person.Id, TestStore.By, TestStore.Token);
            Assert.NotNull(await store.Remote.FindAsync(id, TestStore.Token));
            await store.BackupAsync(backup, TestStore.By, cancellationToken: TestStore.Token);
            foreach (var file in (string[])[home.Database, home.Database + "-wal", backup])
                AssertSilent(file, token);
        }

        AssertSilent(home.Database, token);
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("withdrawn")]
    [InlineData("erased")]
    [InlineData("late")]
    public async Task Pictures_that_do_not_count_are_gone_for_good_and_no_backup_brings_them_back(string how)
    {
        await using var home = new TestStore();
        var backup = Path.Combine(home.Directory, "backup.db");
        Guid id;
        await using (var store = await home.OpenAsync())
        {
            (var person, id) = await AskedAsync(store);
            await store.Remote.SendAsync(id, TestStore.Token);
            await store.BackupAsync(backup, TestStore.By, cancellationToken: TestStore.Token);
            if (how == "refused")
                await store.Remote.CloseAsync(id, "refused", TestStore.By, TestStore.Token);
            else if (how == "withdrawn")
                await store.Consents.RecordAsync(person.Id, new(ConsentDecision.Withdrawn, "2026-11", TestStore.By), TestStore.By, TestStore.Token);
            else if (how == "erased")
                await store.Privacy.EraseAsync(person.Id, TestStore.By, TestStore.Token);
            else
                await WaitAsync(home, store, days: 32);
            Assert.Null(await store.Remote.FindAsync(id, TestStore.Token));
            Assert.Empty(await store.Remote.PicturesAsync(id, TestStore.Token));
        }

        await KioskStore.RestoreAsync(home.Options, backup, TestStore.By, time: home.Time, cancellationToken: TestStore.Token);
        await using var again = await home.OpenAsync();
        Assert.Null(await again.Remote.FindAsync(id, TestStore.Token));
        Assert.Empty(await again.Remote.ListSentAsync(TestStore.Token));
    }

    [Fact]
    public async Task One_reading_of_a_wrong_clock_destroys_no_picture()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var (_, id) = await AskedAsync(store);
        await store.Remote.SendAsync(id, TestStore.Token);
        home.Time.Skew = TimeSpan.FromDays(400);
        await store.Privacy.PurgeAsync(new(), TestStore.Token);
        home.Time.Skew = default;
        Assert.Single(await store.Remote.PicturesAsync(id, TestStore.Token));
    }

    [Fact]
    public async Task A_link_works_for_a_week_and_a_newer_one_takes_its_place()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var person = await store.People.AddAsync(new() { Name = "Ada" }, consent: null, TestStore.By, TestStore.Token);
        var first = await store.Remote.InviteAsync(person.Id, TestStore.By, TestStore.Token);
        var second = await store.Remote.InviteAsync(person.Id, TestStore.By, TestStore.Token);
        Assert.Null(await store.Remote.FindAsync(first, TestStore.Token));
        Assert.NotNull(await store.Remote.FindAsync(second, TestStore.Token));
        foreach (var other in (string?[])[null, "", "none", second[..^1], new string('0', 48), second.ToUpperInvariant()])
            Assert.Null(await store.Remote.FindAsync(other, TestStore.Token));
        home.Time.Advance(RemoteEnrollment.LinkLife);
        Assert.Null(await store.Remote.FindAsync(second, TestStore.Token));
    }

    [Fact]
    public async Task There_is_an_end_to_the_pictures_of_one_enrolment()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var (_, id) = await AskedAsync(store);
        for (var i = 1; i < RemoteEnrollment.MostPictures; i++)
            await store.Remote.AddPictureAsync(id, Capture(i), TestStore.Token);
        await TestStore.RefusedAsync(() => store.Remote.AddPictureAsync(id, Capture(99), TestStore.Token), StoreFault.Invalid);
        var pictures = await store.Remote.PicturesAsync(id, TestStore.Token);
        await store.Remote.RemovePictureAsync(id, pictures[0].Id, TestStore.Token);
        await store.Remote.AddPictureAsync(id, Capture(99), TestStore.Token);
        Assert.Equal(RemoteEnrollment.MostPictures, (await store.Remote.FindAsync(id, TestStore.Token))!.Pictures);
    }

    // With consent, and one picture.
    private static async Task<(Person Person, Guid Id)> AskedAsync(KioskStore store)
    {
        var person = await store.People.AddAsync(new() { Name = "Ada" }, new(ConsentDecision.Granted, "2026-11", TestStore.By), TestStore.By, TestStore.Token);
        var id = await store.Remote.BeginAsync(person.Id, consent: null, TestStore.By, TestStore.Token);
        await store.Remote.AddPictureAsync(id, Capture(1), TestStore.Token);
        return (person, id);
    }

    private static async Task WaitAsync(TestStore home, KioskStore store, int days)
    {
        // Time that the store has seen pass.
        for (var day = 0; day < days; day++)
        {
            home.Time.Advance(TimeSpan.FromDays(1));
            await store.Privacy.PurgeAsync(new(), TestStore.Token);
        }
    }

    private static RemoteCapture Capture(int seed) => new(TestStore.Embedding(seed), TestStore.Model, new FaceQuality(60, 1, 500, 120, 40, default(HeadPose), 0.3f), Jpeg);

    private static void AssertSilent(string file, string token)
    {
        // What SQLite has not written to a file of its own is in none.
        var bytes = File.Exists(file) ? Read(file) : [];
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Jpeg));
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(Jpeg)[..20])));
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(token)));
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
