using AccessKiosk.Enrollment.Insight;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.People;

[Trait("Speed", "slow")]
public sealed class GalleryMapTests(Browser browser)
{
    private const float Margin = 0.05f;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_who_is_enrolled_twice_and_whose_pictures_disagree_until_staff_know_better()
    {
        await using var site = await TestSite.OpenAsync();
        var (ada, bea, cleo, dora) = (await AddAsync(site, "Ada", Like(1, 0), Like(1, 0.1f)), await AddAsync(site, "Bea", Like(1, 0.2f)), await AddAsync(site, "Cleo", Like(2, 0), Like(3, 0)), await AddAsync(site, "Dora", Like(4, 0)));
        var mapper = new GalleryMapper(site.Kiosk.Population);
        var map = await mapper.DrawAsync(Margin, Cancellation);

        Assert.Equal((4, 4, 6), (map.People, map.AllPeople, map.Points.Count));
        Assert.All(map.Points, point => Assert.True(point.X is >= 0 and <= 1 && point.Y is >= 0 and <= 1));
        var pair = Assert.Single(map.Duplicates);
        Assert.Equal(DifferentPeople.Pair(ada.Id, bea.Id), DifferentPeople.Pair(pair.First, pair.Second));
        Assert.Equal(cleo.Id, Assert.Single(map.Outliers).Person);
        // One person's references lie nearer to each other than to anybody else's.
        Assert.True(Distance(map, ada.Id, ada.Id) < Distance(map, ada.Id, dora.Id));

        await new DifferentPeople(site.Kiosk.Population.Store).MarkAsync(ada.Id, bea.Id, "test", Cancellation);
        Assert.Empty((await mapper.DrawAsync(Margin, Cancellation)).Duplicates);
    }

    [Fact]
    public async Task Shows_whom_a_dot_is_with_pointer_and_keyboard_and_notes_each_look()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Ada", Roles.Admin);
        await site.AddOperatorAsync("Rita", Roles.Viewer);
        var store = site.Kiosk.Population.Store;
        var lena = await AddAsync(site, "Lena & Söhne", Like(1, 0), Like(1, 0.3f), Like(1, 0.5f));
        for (var i = 2; i < 14; i++)
            await AddAsync(site, $"Person {i}", Like(i, 0), Like(i, 0.3f));
        await AddAsync(site, "Lena Again", Like(1, 0.2f));
        await AddAsync(site, "Solo & Söhne", Like(50, 0));
        foreach (var score in new[] { 0.5, 0.51, 0.52 })
            await store.Events.AppendAsync(new() { At = site.Kiosk.Time.GetUtcNow(), Code = EventCodes.AccessGranted, Door = "main", Person = lena.Id, Score = score, Threshold = 0.5 }, Cancellation);

        var page = await browser.OpenAsAsync(site, "Ada", 1280, 800);
        await page.GotoAsync("/admin/people");
        await page.GetByRole(AriaRole.Link, new() { Name = "Map of faces" }).ClickAsync();
        Assert.Equal(15, await page.Locator(".gallery-map a").CountAsync());
        Assert.Equal(29, await page.Locator(".gallery-map circle").CountAsync());
        Assert.Contains("Lena Again", await page.GetByRole(AriaRole.Region, new() { Name = "Perhaps enrolled twice" }).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Lena & Söhne", await page.GetByRole(AriaRole.Region, new() { Name = "Only just recognised" }).InnerTextAsync(), StringComparison.Ordinal);
        await Browser.AssertAccessibleAsync(page, "gallery-map");

        await page.Locator(".gallery-map").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        var first = await page.Locator("#whom").InnerTextAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.NotEqual("Choose a dot to see whom it shows.", first);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**person=*");
        Assert.Equal(1, await page.Locator(".gallery-map a.on").CountAsync());

        await page.GetByRole(AriaRole.Link, new() { Name = "Show everybody alike" }).ClickAsync();
        await page.Locator(".gallery-map:not(.some) a", new() { HasText = "Solo & Söhne" }).Locator("circle").ClickAsync();
        await page.GetByRole(AriaRole.List, new() { Name = "Shown on the map" }).GetByRole(AriaRole.Link, new() { Name = "Solo & Söhne" }).WaitForAsync();
        await page.SetViewportSizeAsync(390, 844);
        foreach (var (colour, scheme) in new[] { ("door", ColorScheme.Light), ("quality", ColorScheme.Dark) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.GotoAsync($"/admin/people/map?colour={colour}");
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
            Assert.True(await page.GetByRole(AriaRole.List, new() { Name = "Colours" }).GetByRole(AriaRole.Listitem).CountAsync() >= 2);
            await Browser.ShootAsync(page, $"gallery-map-390-{colour}", whole: true);
        }

        var looks = (await store.Audit.ListAsync(cancellationToken: Cancellation)).Where(entry => entry.Action == "people.mapped").ToList();
        Assert.Equal(6, looks.Count);
        Assert.All(looks, look => Assert.Equal("Ada", look.Actor));

        var other = await browser.OpenAsAsync(site, "Rita");
        await other.GotoAsync("/admin/people/map");
        Assert.Equal(0, await other.Locator(".gallery-map").CountAsync());
        Assert.DoesNotContain("Lena", await other.ContentAsync(), StringComparison.Ordinal);
    }

    private static async Task<Person> AddAsync(TestSite site, string name, params float[][] vectors)
    {
        var store = site.Kiosk.Population.Store;
        var person = await store.People.EnrolAsync(
            new NewEnrollment(
                new() { Name = name }, new(ConsentDecision.Granted, "1", "test"),
                [.. vectors.Select((vector, i) => new NewReference(vector, FaceEmbedder.ModelHash, 0.4f + 0.2f * i, site.Kiosk.Time.GetUtcNow(), "camera"))]),
            "test", Cancellation);
        await site.Kiosk.Population.SettledAsync();
        return person;
    }

    // A direction of its own for each seed, turned away from it by an amount.
    private static float[] Like(int seed, float away)
    {
        var (towards, aside) = (Direction(seed), Direction(1000 + seed + (int)(100 * away)));
        var vector = towards.Zip(aside, (a, b) => a + away * b).ToArray();
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / length)];
    }

    private static float[] Direction(int seed)
    {
        var random = new Random(seed);
        var vector = Enumerable.Range(0, FaceEmbedder.Dimensions).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / length)];
    }

    private static double Distance(GalleryMap map, PersonId one, PersonId other)
    {
        var (first, second) = (map.Points.First(point => point.Person == one), map.Points.Last(point => point.Person == other));
        return Math.Sqrt(Math.Pow(first.X - second.X, 2) + Math.Pow(first.Y - second.Y, 2));
    }
}
