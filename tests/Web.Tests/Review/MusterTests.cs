using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Web.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.Review;

/// <summary>Who is in: by place, at any moment, how sure, and who is safe.</summary>
[Collection(nameof(LiveSite))]
[Trait("Speed", "slow")]
public sealed class MusterTests(LiveSite live, Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TestSite Site => live.Site;

    private KioskStore Store => Site.Kiosk.Population.Store;

    [Fact]
    public async Task Who_is_in_is_listed_by_place_at_any_moment_with_how_sure_it_is_and_who_is_safe()
    {
        var page = await browser.OpenAsAsync(Site, "Rita");
        await page.GotoAsync("/muster");
        await Expect(page.GetByText("No door follows where people are")).ToBeVisibleAsync();

        var rules = Site.Services.GetRequiredService<SiteRules>();
        var old = rules.Active.Rules;
        DoorRule Follow(string door, string from, string to) => old.Door(door)! with { AntiPassback = AntiPassback.Soft, FromZone = from, ToZone = to };
        await rules.SaveAsync(old.With(Follow("main", "street", "office")).With(Follow("back", "office", "lab")), rules.Active.Version, "test", "test", Cancellation);
        var (ada, bob, _) = (await AddAsync("Ada Lovelace"), await AddAsync("Bob Kahn"), await AddAsync("Nora Nowhere"));
        var now = Site.Kiosk.Time.GetUtcNow();
        foreach (var (minutes, person, door, direction) in new[]
        {
            (180, live.Grace, "main", DoorDirection.In), (180, ada, "main", DoorDirection.In), (170, bob, "main", DoorDirection.In),
            (120, ada, "back", DoorDirection.In), (90, bob, "main", DoorDirection.Out),
        })
            Pass(person, door, direction, now.AddMinutes(-minutes));
        await WrittenAsync(now.AddMinutes(-90));

        await page.GotoAsync("/muster");
        Assert.Equal(["lab: Ada Lovelace", "office: Grace Hopper", "street: Bob Kahn"], await PlacesAsync(page));
        await Expect(page.GetByText("2 people inside")).ToBeVisibleAsync();
        var (office, lab) = (page.GetByRole(AriaRole.Region, new() { Name = "office 1 person" }), page.GetByRole(AriaRole.Region, new() { Name = "lab 1 person" }));
        await Expect(office.Locator("h2")).ToContainTextAsync("not sure");
        await Expect(office).ToContainTextAsync("Whoever leaves through main is not seen: people listed here may be gone.");
        await Expect(office).ToContainTextAsync("main has no contact: whoever is let in counts as gone through.");
        await Expect(lab).ToContainTextAsync("Every door here is read both ways");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "No known place" }).First).ToContainTextAsync("Nora Nowhere");
        await Browser.AssertAccessibleAsync(page, "muster");

        await lab.GetByRole(AriaRole.Button, new() { Name = "Mark safe Ada Lovelace" }).ClickAsync();
        await Expect(lab.GetByText("safe", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("1 of all listed marked safe")).ToBeVisibleAsync();
        // Nobody without the permission marks anybody, whatever they send.
        var viewer = await browser.OpenAsAsync(Site, "Victor", 390, 844);
        await viewer.GotoAsync("/muster");
        await Expect(viewer.GetByRole(AriaRole.Button, new() { Name = "Mark safe" })).ToHaveCountAsync(0);
        await Browser.ShootAsync(viewer, "muster-390", whole: true);
        await viewer.EvaluateAsync(
            """
            async person => {
              const body = new URLSearchParams([...document.querySelectorAll('#muster input[type=hidden]')].map(e => [e.name, e.value]));
              body.append('safe', person);
              await fetch('/muster', { method: 'POST', body });
            }
            """, live.Grace.Id.ToString());
        Assert.Equal([ada.Id], (await Store.Muster.SafeAsync(Cancellation)).Select(mark => mark.Person));

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator(".top")).ToBeHiddenAsync();
        await Expect(office.Locator(".box")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "street 1 person" }).Locator(".box")).ToHaveCountAsync(0);
        await Browser.ShootAsync(page, "muster-print", whole: true);
        await page.EmulateMediaAsync(new() { Media = Media.Screen });

        var then = Site.Services.GetRequiredService<SiteTime>().Field(now.AddMinutes(-150));
        await page.GetByLabel("Moment").FillAsync(then);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.WaitForURLAsync("**/muster?at=**");
        Assert.Equal(["lab: ", "office: Ada Lovelace, Bob Kahn, Grace Hopper", "street: "], await PlacesAsync(page));
        var csv = await (await page.APIRequest.GetAsync($"/muster/export?at={then}")).TextAsync();
        Assert.Contains($"office,no,Bob Kahn,,{bob.Id},", csv, StringComparison.Ordinal);
        Assert.Equal(400, (await page.APIRequest.GetAsync("/muster/export?at=03/04/2027")).Status);
        await page.GotoAsync("/muster?at=yesterday");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is no time.");

        await ApiSaysTheSameAsync(now.AddMinutes(-150), bob);

        await page.GotoAsync("/muster");
        await page.GetByLabel("Everybody is accounted for").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End the muster" }).ClickAsync();
        await Expect(lab.GetByText("safe", new() { Exact = true })).ToHaveCountAsync(0);
        Assert.Empty(await Store.Muster.SafeAsync(Cancellation));

        // An erased person was never there.
        await Store.Privacy.EraseAsync(bob.Id, "test", Cancellation);
        await page.GotoAsync("/muster");
        Assert.Equal(["lab: Ada Lovelace", "office: Grace Hopper", "street: "], await PlacesAsync(page));
        await page.GotoAsync($"/muster?at={then}");
        Assert.Equal(["lab: ", "office: Ada Lovelace, Grace Hopper", "street: "], await PlacesAsync(page));
    }

    private async Task ApiSaysTheSameAsync(DateTimeOffset then, Person bob)
    {
        using var client = new HttpClient { BaseAddress = new(Site.Address) };
        var address = string.Create(CultureInfo.InvariantCulture, $"/api/v1/muster?at={Uri.EscapeDataString(then.ToString("o"))}");
        foreach (var (scope, status) in new[] { (Permissions.ManagePeople, HttpStatusCode.Forbidden), (Permissions.ViewEvents, HttpStatusCode.OK) })
        {
            var (_, secret) = await Store.ApiKeys.AddAsync(scope, [scope], null, "Ada", Cancellation);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            Assert.Equal(status, (await client.GetAsync(address, Cancellation)).StatusCode);
        }

        var list = await client.GetFromJsonAsync<JsonElement>(address, Cancellation);
        var office = list.GetProperty("places").EnumerateArray().Single(place => place.GetProperty("name").GetString() == "office");
        Assert.Contains(office.GetProperty("people").EnumerateArray(), person => person.GetProperty("person").GetString() == bob.Id.ToString());
        Assert.Equal(2, office.GetProperty("doubts").GetArrayLength());
    }

    private Task<Person> AddAsync(string name) => Store.People.AddAsync(new() { Name = name }, null, "test", Cancellation);

    private void Pass(Person person, string door, DoorDirection direction, DateTimeOffset at)
    {
        var memory = Site.Services.GetRequiredService<PersistedAccessState>();
        lock (memory.Gate)
            memory.Pass(Site.Kiosk.Rules.Current, new(door, at, FaceAnswer.Identified, PersonAccess.Of(person), Direction: direction));
    }

    // The record is written behind the doors.
    private async Task WrittenAsync(DateTimeOffset last)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!(await Store.Muster.PlacesAsync(last, limit.Token)).Any(place => place.At.ToUnixTimeMilliseconds() == last.ToUnixTimeMilliseconds()))
            await Task.Delay(20, limit.Token);
    }

    private static async Task<string[]> PlacesAsync(IPage page) => await page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll('#muster section[aria-labelledby^=place]')]
          .map(place => `${place.querySelector('h2 bdi').textContent}: ${[...place.querySelectorAll('tbody td:first-child')].map(cell => cell.textContent.trim()).join(', ')}`)
        """);
}
