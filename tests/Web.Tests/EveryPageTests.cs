using System.Text.RegularExpressions;
using AccessKiosk.Web.Tests.Review;

namespace AccessKiosk.Web.Tests;

/// <summary>What holds for every page of the staff: pages are found by their routes, so that a new one is held to it too.</summary>
[Collection(nameof(ReviewSite))]
[Trait("Speed", "slow")]
public sealed partial class EveryPageTests(ReviewSite review, Browser browser)
{
    // The next focusable element, as a keyboard finds it: what can be seen of it, and whether something lies over it.
    private const string Look = """
        () => {
          const e = document.activeElement;
          if (!e || e === document.body) return null;
          (window.reached ??= new Set()).add(e);
          const box = e.getBoundingClientRect(), style = getComputedStyle(e);
          // Of a table that is higher than the window, the middle of what is in the window.
          const [x, y] = [Math.min(innerWidth - 1, box.left + Math.min(box.width, 40) / 2), (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2];
          const top = document.elementFromPoint(x, y);
          const inText = e.matches('a') && style.display === 'inline';
          // The browser marks the part of a date that has the focus, and its calendar's button, by itself.
          const inParts = e.matches('[type=date], [type=time], [type=datetime-local]');
          return {
            what: `${e.tagName.toLowerCase()} ${(e.id || e.name || e.textContent || '').trim().slice(0, 30)}`,
            small: !inText && (box.width < 24 || box.height < 24) && !e.closest('label') && !e.closest('svg'),
            seen: inParts || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
            covered: !(top && (e.contains(top) || top.contains(e) || top.closest('label')?.contains(e))),
          };
        }
        """;

    // What a keyboard should have reached and has not; one of several radio buttons stands for all.
    private const string Missed = """
        () => [...document.querySelectorAll('a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary, [tabindex="0"]')]
          .filter(e => e.checkVisibility() && !e.disabled && e.tabIndex >= 0 && !(e.closest('details:not([open])') && e.tagName !== 'SUMMARY') && !window.reached.has(e))
          .map(e => e.outerHTML.slice(0, 100))
        """;

    // What is shown at once, without names of settings: details may use the words of the field.
    private const string Shown = """
        () => {
          const page = document.body.cloneNode(true);
          page.querySelectorAll('details > :not(summary), code, script, template').forEach(e => e.remove());
          return page.textContent + [...document.querySelectorAll('[aria-label], [title], [placeholder]')].map(e => ` ${e.ariaLabel ?? ''} ${e.title} ${e.placeholder ?? ''}`).join('');
        }
        """;

    // Controls of which the browser makes several stops: date and time.
    private const int MostStops = 400;

    private sealed class Stop
    {
        public string What { get; init; } = "";

        public bool Small { get; init; }

        public bool Seen { get; init; }

        public bool Covered { get; init; }
    }

    [Theory]
    [InlineData(1280, 720)]
    [InlineData(768, 1024)]
    [InlineData(390, 844)]
    public async Task Fits_its_window_at_any_width(int width, int height)
    {
        var page = await browser.OpenAsAsync(review.Site, "Ada", width, height);
        foreach (var address in StaffPages.Addresses(review.Site))
        {
            await page.GotoAsync(address);
            await Browser.ShootAsync(page, $"page{address.Split('?')[0].Replace('/', '-')}-{width}", whole: true);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{address} is wider than {width}");
        }
    }

    [Fact]
    public async Task Speaks_the_language_of_staff_and_not_of_engineers()
    {
        var page = await browser.OpenAsAsync(review.Site, "Ada");
        var found = new List<string>();
        foreach (var address in StaffPages.Addresses(review.Site))
        {
            await page.GotoAsync(address);
            found.AddRange(EngineersWord().Matches(await page.EvaluateAsync<string>(Shown)).Select(word => $"{address}: {word.Value}"));
        }

        Assert.Empty(found);
    }

    [GeneratedRegex(@"\b(thresholds?|embeddings?|probes?|cues?|tracks?|presentation attacks?|bona fide|impostors?|FPIR|FNIR|FMR|FNMR|APCER|BPCER|quantiles?|log-odds|frames?)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EngineersWord();

    [Fact]
    public async Task Works_with_the_keyboard_alone_and_shows_where_it_is()
    {
        var page = await browser.OpenAsAsync(review.Site, "Ada");
        foreach (var address in StaffPages.Addresses(review.Site))
        {
            await page.GotoAsync(address);
            Assert.Equal("en", await page.GetAttributeAsync("html", "lang"));
            // Some pages begin in their first field: here every one begins at its top.
            await page.EvaluateAsync("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex');");
            for (var stop = 0; stop < MostStops; stop++)
            {
                await page.Keyboard.PressAsync("Tab");
                var seen = await page.EvaluateAsync<Stop?>(Look);
                if (seen is null)
                    break;
                Assert.False(seen.Small, $"{address}: {seen.What} is smaller than 24 by 24");
                Assert.True(seen.Seen, $"{address}: {seen.What} shows no focus");
                Assert.False(seen.Covered, $"{address}: {seen.What} is covered");
            }

            Assert.Equal((address, ""), (address, string.Join('\n', await page.EvaluateAsync<string[]>(Missed))));
        }
    }
}
