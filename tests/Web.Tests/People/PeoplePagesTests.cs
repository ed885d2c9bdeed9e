using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.People;

public sealed class PeoplePagesTests(Browser browser, PeopleSite fixture) : IClassFixture<PeopleSite>
{
    private readonly TestSite _site = fixture.Site;

    private KioskStore Store => _site.Kiosk.Population.Store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_is_added_changed_suspended_and_erased_with_a_certificate()
    {
        var group = await Store.Groups.AddAsync("Night shift", "test", Cancellation);
        var page = await fixture.OpenAsAsync(browser, Roles.Enroller);

        await page.GotoAsync("/admin/people/new");
        await Browser.AssertAccessibleAsync(page, "people-new");
        await page.GetByLabel("Name").FillAsync("Grace Hopper");
        await page.GetByLabel("Number").FillAsync("K-17");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Added. There is no face yet.");

        await page.GetByLabel("Name").FillAsync("Grace B. Hopper");
        await page.GetByLabel("Night shift").CheckAsync();
        await page.GetByLabel("Admitted until").FillAsync("2031-05-06");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Saved.");
        var person = Assert.Single(Store.People.Search("K-17"));
        Assert.Equal("Grace B. Hopper", person.Name);
        Assert.Equal(group.Id, Assert.Single(person.Groups));
        Assert.Equal(new DateTime(2031, 5, 7), person.ValidUntil!.Value.ToLocalTime().DateTime);
        await Expect(page.GetByLabel("Admitted until")).ToHaveValueAsync("2031-05-06");

        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Suspended.");
        Assert.Equal(PersonStatus.Suspended, Store.People.Find(person.Id)!.Status);
        await Browser.AssertAccessibleAsync(page, "person");

        await page.GetByRole(AriaRole.Link, new() { Name = "Erase…" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Erase Grace B. Hopper?");
        await Browser.AssertAccessibleAsync(page, "person-erase");
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase for good" }).ClickAsync();
        Assert.NotNull(Store.People.Find(person.Id));
        await page.GetByLabel("I want to erase").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase for good" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Certificate of erasure" })).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "person-erased");
        Assert.Null(Store.People.Find(person.Id));

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download JSON" }).ClickAsync());
        Assert.Contains(person.Id.ToString(), await File.ReadAllTextAsync((await download.PathAsync())!, Cancellation), StringComparison.Ordinal);

        // For the person, in a language of theirs.
        await page.GetByRole(AriaRole.Link, new() { Name = "For the person…" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "العربية" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "شهادة محو" })).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "person-certificate");
        await page.GetByRole(AriaRole.Link, new() { Name = "Deutsch" }).ClickAsync();
        await Expect(page.GetByText("Vernichtete Schlüssel")).ToBeVisibleAsync();
        await Expect(page.GetByText(person.Id.ToString())).ToBeVisibleAsync();
        var entry = (await Store.Audit.ListAsync(person.Id.ToString(), cancellationToken: Cancellation))[0];
        Assert.Equal(("person.erased", Roles.Enroller), (entry.Action, entry.Actor));
    }

    [Fact]
    public async Task A_second_person_of_one_name_and_a_taken_number_are_asked_about()
    {
        await Store.People.AddAsync(new() { Name = "Ann Twice", ExternalId = "T-1" }, null, "test", Cancellation);
        var page = await fixture.OpenAsAsync(browser, Roles.Enroller);

        await page.GotoAsync("/admin/people/new");
        await page.GetByLabel("Name").FillAsync("ann twice");
        await page.GetByLabel("Number").FillAsync("t-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("somebody of this name already");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add all the same" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The staff number is taken");

        Assert.Single(Store.People.SameName("Ann Twice"));
    }

    [Fact]
    public async Task A_refusal_is_noted_and_a_PIN_set_and_cleared()
    {
        var person = await Store.People.AddAsync(new() { Name = "Paul Pin" }, null, "test", Cancellation);
        var page = await fixture.OpenAsAsync(browser, Roles.Enroller);
        await page.GotoAsync($"/admin/people/{person.Id}");

        await page.GetByLabel("The person declines").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Note the refusal" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("the person declined");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "PIN" }).FillAsync("1234");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("guessed first");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "PIN" }).FillAsync("8305");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The PIN is set.");
        Assert.True(Store.People.Find(person.Id)!.HasPin);
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear the PIN" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The PIN is cleared.");
        Assert.False(Store.People.Find(person.Id)!.HasPin);
    }

    [Fact]
    public async Task Somebody_who_declines_is_noted_without_a_camera()
    {
        var page = await fixture.OpenAsAsync(browser, Roles.Enroller);
        await page.GotoAsync("/admin/enrol");
        await page.GetByLabel("Name").FillAsync("Dee Clined");
        await page.GetByRole(AriaRole.Button, new() { Name = "The person declines" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("the person declined");

        var consent = Assert.Single(Store.People.SameName("Dee Clined")).Consent!;
        Assert.Equal((ConsentDecision.Declined, Roles.Enroller), (consent.Decision, consent.TakenBy));
        Assert.Null(_site.Kiosk.Lanes[0].Lease.Guest);
    }

    [Fact]
    public async Task Everything_stored_is_read_and_downloaded_and_either_is_audited()
    {
        var person = await Store.People.AddAsync(new() { Name = "Ewa Export", ExternalId = "2026-01-02" }, new(ConsentDecision.Declined, "text 9", "Rita"), "test", Cancellation);
        await Store.Events.AppendAsync(new() { At = _site.Kiosk.Time.GetUtcNow(), Code = EventCodes.AccessGranted, Person = person.Id, Door = "main <b>" }, Cancellation);
        var page = await fixture.OpenAsAsync(browser, Roles.Admin);
        await page.GotoAsync($"/admin/people/{person.Id}");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download everything stored" }).ClickAsync());

        Assert.Equal($"person-{person.Id}.json", download.SuggestedFilename);
        Assert.Contains("Ewa Export", await File.ReadAllTextAsync((await download.PathAsync())!, Cancellation), StringComparison.Ordinal);
        Assert.Contains(await Store.Audit.ListAsync(person.Id.ToString(), cancellationToken: Cancellation), entry => entry is { Action: "person.exported", Actor: Roles.Admin });

        await page.GetByRole(AriaRole.Link, new() { Name = "Read and print…" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("What is stored about Ewa Export");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Person", Exact = true })).ToContainTextAsync("2026-01-02");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Consents" })).ToContainTextAsync("text 9");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Events" })).ToContainTextAsync("main <b>");
        await Browser.AssertAccessibleAsync(page, "person-record");
        Assert.Equal(2, (await Store.Audit.ListAsync(person.Id.ToString(), cancellationToken: Cancellation)).Count(entry => entry.Action == "person.exported"));
    }

    [Fact]
    public async Task Groups_are_added_renamed_and_removed_by_an_admin()
    {
        var page = await fixture.OpenAsAsync(browser, Roles.Admin);
        await page.GotoAsync("/admin/groups");

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Visitors");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The group is added.");
        await page.GetByLabel("Name of the group Visitors").FillAsync("Guests");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename Visitors" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The group is renamed.");
        await Browser.AssertAccessibleAsync(page, "groups");
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove… Guests" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the group" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The group is removed.");

        Assert.DoesNotContain(await Store.Groups.ListAsync(Cancellation), group => group.Name is "Guests" or "Visitors");
    }

    [Fact]
    public async Task An_enroller_adds_groups_but_neither_renames_nor_removes_one_that_rules_may_name()
    {
        var group = await Store.Groups.AddAsync("Guards", "test", Cancellation);
        var page = await fixture.OpenAsAsync(browser, Roles.Enroller);
        await page.GotoAsync($"/admin/groups?remove={group.Id:N}");

        await Expect(page.GetByText("an admin renames or removes it")).ToBeVisibleAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).CountAsync() + await page.GetByRole(AriaRole.Link, new() { Name = "Remove" }).CountAsync());
        await Browser.AssertAccessibleAsync(page, "groups-enroller");
        var token = await page.Locator("form.panel input[name=__RequestVerificationToken]").InputValueAsync();
        foreach (var (handler, field, value) in new[] { ($"rename-{group.Id:N}", "name", "Everybody"), ("remove-group", "Removal.Id", $"{group.Id}") })
        {
            var form = page.APIRequest.CreateFormData();
            form.Set("_handler", handler);
            form.Set("__RequestVerificationToken", token);
            form.Set(field, value);
            Assert.Equal(400, (await page.APIRequest.PostAsync("/admin/groups", new() { Form = form })).Status);
        }

        Assert.Contains(await Store.Groups.ListAsync(Cancellation), one => one.Name == "Guards");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Cooks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The group is added.");
    }

    [Fact]
    public async Task A_person_is_added_with_the_keyboard_alone()
    {
        var page = await fixture.OpenAsAsync(browser, Roles.Enroller);
        await page.GotoAsync("/admin/people/new");
        // The page begins in its first field, once the browser has come to it.
        await Expect(page.Locator("#name")).ToBeFocusedAsync();

        await page.Keyboard.TypeAsync("Kay Board");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("KB-1");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Added.");

        Assert.Equal("Kay Board", Store.People.FindByExternalId("KB-1")!.Name);
    }
}
