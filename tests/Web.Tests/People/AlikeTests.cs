using System.Net;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Models;
using AccessKiosk.Web.People.Alike;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Tests.People;

public sealed class AlikeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pairs_that_are_too_alike_are_listed_until_they_are_marked_as_different()
    {
        await using var site = await TestSite.OpenAsync();
        var store = site.Kiosk.Population.Store;
        var ada = await store.People.AddAsync(new() { Name = "Ada" }, null, "test", Cancellation);
        var bea = await store.People.AddAsync(new() { Name = "Bea" }, null, "test", Cancellation);
        foreach (var alike in new[] { new[] { ada.Id, bea.Id }, [bea.Id, ada.Id] })
            await store.Events.AppendAsync(
                new() { At = TimeProvider.System.GetUtcNow(), Code = EventCodes.AccessDenied, Door = "main", Reason = ReasonCode.TooAlike, Alike = alike }, Cancellation);
        var people = new AlikePeople(store);

        var pair = Assert.Single(await people.ListAsync(Cancellation));
        Assert.Equal((2, "Ada, Bea"), (pair.Times, string.Join(", ", new[] { pair.First.Name, pair.Second.Name }.Order())));

        await people.MarkDifferentAsync(bea.Id, ada.Id, "Rita", Cancellation);
        Assert.Empty(await people.ListAsync(Cancellation));

        var cleo = await store.People.AddAsync(new() { Name = "Cleo" }, null, "test", Cancellation);
        await store.Events.AppendAsync(
            new() { At = TimeProvider.System.GetUtcNow(), Code = EventCodes.AccessDenied, Door = "main", Reason = ReasonCode.TooAlike, Alike = [ada.Id, bea.Id, cleo.Id] }, Cancellation);
        Assert.All(await people.ListAsync(Cancellation), one => Assert.True(one.First.Id == cleo.Id || one.Second.Id == cleo.Id));
        Assert.Equal(2, (await people.ListAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task A_pair_that_is_marked_as_different_is_no_look_alike_for_the_API_an_import_and_its_review_any_more()
    {
        await using var site = await TestSite.OpenAsync();
        var store = site.Kiosk.Population.Store;
        var man = await site.EnrolManAsync();
        var bea = await store.People.AddAsync(new() { Name = "Bea", ExternalId = "Bea" }, null, "test", Cancellation);
        using var folder = new TemporaryFolder();
        var pictures = Directory.CreateDirectory(Path.Combine(folder.Path, "Bea"));
        foreach (var picture in Faces.Man)
            File.Copy(picture, Path.Combine(pictures.FullName, Path.GetFileName(picture)));
        using var work = new PictureWork();
        var options = site.Kiosk.Options;
        var importer = new Importer(site.Kiosk.Population, new ModelCatalogue(options.Inference), options.Quality, options.Enrollment, new("1", "test", "test", AllowDuplicates: false), work);
        var plan = ImportPlan.Folders(new DirectoryInfo(folder.Path));
        using var client = new HttpClient { BaseAddress = new(site.Address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await store.ApiKeys.AddAsync("t", [Permissions.ManagePeople], null, "t", Cancellation)).Secret);

        Assert.Equal(ImportOutlook.LooksLike, await OutlookAsync());
        Assert.Equal(HttpStatusCode.Conflict, await AddReferenceAsync());
        await new AlikePeople(store).MarkDifferentAsync(bea.Id, man.Id, "Rita", Cancellation);
        Assert.Equal(ImportOutlook.Update, await OutlookAsync());
        Assert.Equal(1, (await importer.RunAsync(plan, () => { }, Cancellation)).Enrolled);
        Assert.Equal(HttpStatusCode.Created, await AddReferenceAsync());
        Assert.DoesNotContain(await store.Audit.ListAsync(cancellationToken: Cancellation), entry => entry.Action == "enrolment.duplicate-allowed");

        // Whoever else looks the same is still told.
        var cleo = await store.People.AddAsync(new() { Name = "Cleo" }, null, "test", Cancellation);
        bea = cleo;
        Assert.Equal(HttpStatusCode.Conflict, await AddReferenceAsync());

        async Task<ImportOutlook> OutlookAsync() => Assert.Single((await importer.ReviewAsync(plan, () => { }, Cancellation)).People).Outlook;

        async Task<HttpStatusCode> AddReferenceAsync()
        {
            using var content = new ByteArrayContent(await File.ReadAllBytesAsync(Faces.Man[0], Cancellation));
            return (await client.PostAsync($"/api/v1/people/{bea.Id}/references?consent=1", content, Cancellation)).StatusCode;
        }
    }

    [Fact]
    public async Task A_merge_carries_over_a_PIN_and_no_right_that_was_limited_to_a_shorter_time()
    {
        await using var site = await TestSite.OpenAsync();
        var store = site.Kiosk.Population.Store;
        var lab = await store.Groups.AddAsync("lab", "test", Cancellation);
        var ada = await store.People.AddAsync(new() { Name = "Ada" }, null, "test", Cancellation);
        var guest = await store.People.AddAsync(new() { Name = "Ada", ValidUntil = TimeProvider.System.GetUtcNow().AddDays(1) }, null, "test", Cancellation);
        await store.People.SetGroupsAsync(guest.Id, [lab.Id], "test", Cancellation);
        await store.People.SetPinAsync(guest.Id, "hash", "duress", "test", Cancellation);

        await new AlikePeople(store).MergeAsync(ada.Id, guest.Id, "Rita", Cancellation);

        var kept = Assert.Single(store.People.List());
        Assert.Empty(kept.Groups);
        Assert.Equal(("hash", "duress"), (store.People.PinOf(ada.Id)?.Pin, store.People.PinOf(ada.Id)?.Duress));
    }

    [Fact]
    public async Task One_person_with_two_entries_is_merged_into_the_one_that_staff_keep()
    {
        await using var site = await TestSite.OpenAsync();
        var store = site.Kiosk.Population.Store;
        var (day, night) = (await store.Groups.AddAsync("day", "test", Cancellation), await store.Groups.AddAsync("night", "test", Cancellation));
        var ada = await store.People.AddAsync(new() { Name = "Ada" }, null, "test", Cancellation);
        var again = await store.People.AddAsync(new() { Name = "A. Lovelace", ExternalId = "1815" }, null, "test", Cancellation);
        await store.People.SetGroupsAsync(ada.Id, [day.Id], "test", Cancellation);
        await store.People.SetGroupsAsync(again.Id, [night.Id], "test", Cancellation);
        await store.People.SetStatusAsync(again.Id, PersonStatus.Suspended, "test", Cancellation);

        await new AlikePeople(store).MergeAsync(ada.Id, again.Id, "Rita", Cancellation);

        var kept = Assert.Single(store.People.List());
        Assert.Equal(("Ada", "1815", PersonStatus.Suspended), (kept.Name, kept.ExternalId, kept.Status));
        Assert.Equal(new[] { day.Id, night.Id }.Order(), kept.Groups.Order());
    }
}
