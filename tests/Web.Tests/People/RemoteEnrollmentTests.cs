using System.Diagnostics;
using System.Net;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.People;

/// <summary>Enrolment from elsewhere in a real browser, with real pictures through the real models.</summary>
[Trait("Speed", "slow")]
public sealed class RemoteEnrollmentTests(Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invited_person_takes_pictures_on_a_phone_and_counts_once_they_were_looked_at()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Edda", Roles.Enroller);
        var store = site.Kiosk.Population.Store;
        var person = await store.People.AddAsync(new() { Name = "Audun <Berg>" }, consent: null, "test", Cancellation);
        var desk = await browser.OpenAsAsync(site, "Edda");
        await desk.GotoAsync($"/admin/people/{person.Id}/elsewhere");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Invite with a link" }).ClickAsync();
        var link = new Uri((await desk.Locator("code.copy").TextContentAsync())!);
        await Assertions.Expect(desk.Locator("svg.qr")).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(desk, "people-invite");

        using var folder = new TemporaryFolder();
        using var grey = Image.Create(640, 480);
        var wall = folder.File("wall.png", ImageFile.Encode(grey, ImageFormat.Png));

        // The phone: nobody is signed in there.
        var phone = await browser.OpenAsync(site, 390, 844);
        await phone.GotoAsync(link.PathAndQuery);
        await Assertions.Expect(phone.GetByText("Audun <Berg>")).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(phone, "invited-consent");
        await phone.GetByRole(AriaRole.Button, new() { Name = "I have read this and agree" }).ClickAsync();
        await Assertions.Expect(phone.GetByText("None yet.")).ToBeVisibleAsync();
        foreach (var (picture, words) in new[] { (wall, "No face was found."), (Faces.Man[0], "Good: the picture is kept."), (Faces.Man[1], "Good: the picture is kept.") })
        {
            await phone.SetInputFilesAsync("#picture", picture);
            await phone.GetByRole(AriaRole.Button, new() { Name = "Check this picture" }).ClickAsync();
            await Assertions.Expect(phone.Locator("#take-answer")).ToHaveTextAsync(words, new() { Timeout = 30_000 });
        }

        await Assertions.Expect(phone.Locator(".taken li")).ToHaveCountAsync(2);
        await Browser.AssertAccessibleAsync(phone, "invited-pictures");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Send the pictures" }).ClickAsync();
        await Assertions.Expect(phone.GetByText("Thank you.")).ToBeVisibleAsync();
        await phone.GotoAsync(link.PathAndQuery);
        await Assertions.Expect(phone.GetByText("This link is used up or over.")).ToBeVisibleAsync();
        Assert.Equal(0, store.People.Find(person.Id)!.References);

        await desk.GotoAsync("/admin");
        await desk.GetByText("The pictures of 1 person wait").Locator("xpath=ancestor::li").GetByRole(AriaRole.Link).First.ClickAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "Audun <Berg>" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".taken img")).ToHaveCountAsync(2);
        Assert.True(await desk.EvaluateAsync<bool>("[...document.querySelectorAll('.taken img')].every(img => img.complete && img.naturalWidth > 50)"));
        await Browser.AssertAccessibleAsync(desk, "people-pictures-review");
        await desk.GetByRole(AriaRole.Button, new() { Name = "This is the person: accept" }).ClickAsync();
        await Assertions.Expect(desk.GetByText("Accepted. The door knows this face from now on")).ToBeVisibleAsync();
        var enrolled = store.People.Find(person.Id)!;
        Assert.Equal((2, true, ConsentDecision.Granted), (enrolled.References, enrolled.NeedsProof, enrolled.Consent!.Decision));

        // At the door they answer a challenge, and are asked for none from then on.
        Assert.True(site.Kiosk.Population.NeedsProof(person.Id));
        var proofs = (IProofOfLife)site.Services.GetService(typeof(IProofOfLife))!;
        proofs.Note(new Decision(null, 1, person.Id, 0.9f, 0.5f, 1, 9, TimeSpan.FromSeconds(1), default));
        proofs.Note(new Decision(null, 1, person.Id, 0.9f, 0.5f, 1, 9, TimeSpan.FromSeconds(1), default) { IsChallenged = true });
        while (site.Kiosk.Population.NeedsProof(person.Id))
            await Task.Delay(20, Cancellation);
    }

    [Fact]
    public async Task Who_declines_is_noted_and_the_link_is_over_in_the_language_of_the_phone()
    {
        await using var site = await TestSite.OpenAsync();
        var store = site.Kiosk.Population.Store;
        var person = await store.People.AddAsync(new() { Name = "Ada" }, consent: null, "test", Cancellation);
        var token = await store.Remote.InviteAsync(person.Id, "Edda", Cancellation);
        var phone = await browser.OpenAsync(site, 390, 844);
        await phone.Context.SetExtraHTTPHeadersAsync([new("Accept-Language", "ar")]);
        await phone.GotoAsync($"/invited?token={token}");
        await Assertions.Expect(phone.Locator("div[dir=rtl][lang=ar]")).ToHaveCountAsync(1);
        await Browser.AssertAccessibleAsync(phone, "invited-ar");
        await phone.Context.SetExtraHTTPHeadersAsync([new("Accept-Language", "de")]);
        await phone.GotoAsync($"/invited?token={token}");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Nein, danke" }).ClickAsync();
        await Assertions.Expect(phone.GetByText("Notiert.")).ToBeVisibleAsync();
        Assert.Equal(ConsentDecision.Declined, store.People.Find(person.Id)!.Consent!.Decision);
        Assert.Null(await store.Remote.FindAsync(token, Cancellation));
    }

    [Fact]
    public async Task Pictures_of_somebody_else_enrolled_are_told_and_are_stored_only_as_a_twin_s()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Edda", Roles.Enroller);
        await site.EnrolManAsync("Audun");
        var store = site.Kiosk.Population.Store;
        var other = await store.People.AddAsync(new() { Name = "Odd" }, new NewConsent(ConsentDecision.Granted, "2026-11", "test"), "test", Cancellation);
        var page = await browser.OpenAsAsync(site, "Edda");
        await page.GotoAsync($"/admin/people/{other.Id}/elsewhere");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take pictures here" }).ClickAsync();
        await page.SetInputFilesAsync("#picture", Faces.Man[0]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check this picture" }).ClickAsync();
        await Assertions.Expect(page.Locator(".taken li")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the pictures" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Somebody enrolled looks the same:")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "This is the person: accept" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Tick that they are different people");
        Assert.Equal(0, store.People.Find(other.Id)!.References);
        await page.GetByRole(AriaRole.Button, new() { Name = "Refuse" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Refused. The pictures are gone.")).ToBeVisibleAsync();
        Assert.Empty(await store.Remote.ListAsync(other.Id, Cancellation));
    }

    [Fact]
    public async Task The_desk_s_own_camera_gives_a_picture_in_the_browser()
    {
        using var folder = new TemporaryFolder();
        var film = Path.Combine(folder.Path, "man.y4m");
        using (var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-loop", "1", "-i", Faces.Man[0], "-t", "2", "-r", "10", "-pix_fmt", "yuv420p", film]))!)
            await ffmpeg.WaitForExitAsync(Cancellation);
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Edda", Roles.Enroller);
        var store = site.Kiosk.Population.Store;
        var person = await store.People.AddAsync(new() { Name = "Audun" }, new NewConsent(ConsentDecision.Granted, "2026-11", "test"), "test", Cancellation);
        await using var own = await browser.LaunchAsync("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-video-capture={film}");
        var page = await browser.OpenAsAsync(site, "Edda", on: own);
        await page.GotoAsync($"/admin/people/{person.Id}/elsewhere");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take pictures here" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the camera" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the picture" }).ClickAsync();
        await Assertions.Expect(page.Locator("#take-answer")).ToHaveTextAsync("Good: the picture is kept.", new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator(".taken li")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await Browser.ShootAsync(page, "people-desk-camera", whole: true);
        Assert.Equal(1, Assert.Single(await store.Remote.ListAsync(person.Id, Cancellation)).Pictures);
    }

    [Fact]
    public async Task Without_the_link_nothing_is_shown_taken_or_said()
    {
        await using var site = await TestSite.OpenAsync();
        var store = site.Kiosk.Population.Store;
        var person = await store.People.AddAsync(new() { Name = "Ada Geheim" }, new NewConsent(ConsentDecision.Granted, "2026-11", "test"), "test", Cancellation);
        var token = await store.Remote.InviteAsync(person.Id, "Edda", Cancellation);
        var found = (await store.Remote.FindAsync(token, Cancellation))!;
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(site.Address) };
        foreach (var address in (string[])["/invited", "/invited?token=", $"/invited?token={token[..^1]}", $"/invited?token={found.Id:N}", $"/invited?token={token}x"])
        {
            var answer = await client.GetAsync(address, Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.DoesNotContain("Geheim", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        using var picture = new MultipartFormDataContent { { new ByteArrayContent(await File.ReadAllBytesAsync(Faces.Man[0], Cancellation)), "picture", "me.jpg" } };
        Assert.True((await client.PostAsync("/invited/picture?token=none", picture, Cancellation)).StatusCode is HttpStatusCode.Redirect or HttpStatusCode.BadRequest);
        foreach (var address in (string[])[$"/invited/picture/{Guid.NewGuid():N}?token={token}", $"/invited/picture/{Guid.NewGuid():N}", $"/admin/people/pictures/{found.Id:N}/{Guid.NewGuid():N}"])
            Assert.NotEqual(HttpStatusCode.OK, (await client.GetAsync(address, Cancellation)).StatusCode);
        // The camera belongs to these pages alone.
        Assert.Contains("camera=(self)", (await client.GetAsync($"/invited?token={token}", Cancellation)).Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("camera=()", (await client.GetAsync("/sign-in", Cancellation)).Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(0, (await store.Remote.FindAsync(token, Cancellation))!.Pictures);
    }
}
