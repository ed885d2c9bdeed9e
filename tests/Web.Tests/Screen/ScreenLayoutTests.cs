using AccessKiosk.Access.Lanes;
using AccessKiosk.Web.Screen;

namespace AccessKiosk.Web.Tests.Screen;

/// <summary>Every state of the screen in every language: where things lie, how large they are, and that words stay whole.</summary>
public sealed class ScreenLayoutTests(Browser browser, ScreenFeed feed) : IClassFixture<ScreenFeed>
{
    // All in the page: a round trip for each of some hundred states would take minutes.
    private const string Measure = """
        async ({ states, reach }) => {
          const found = [];
          const box = id => { const b = document.getElementById(id).getBoundingClientRect(); return [b.x, b.y, b.width, b.height].map(Math.round).join(' '); };
          const places = () => ['view', 'picture', 'say', 'bar'].map(id => `${id} at ${box(id)}`).join(', ');
          const rangeOf = (node, from, to) => { const range = document.createRange(); range.setStart(node, from); range.setEnd(node, to); return [...range.getClientRects()]; };
          for (const button of document.querySelectorAll('#languages button')) {
            button.click();
            await new Promise(done => setTimeout(done));
            let first = null;
            for (const state of states) {
              feed(state);
              const { phase, text } = JSON.parse(state);
              const tell = what => found.push(`${button.lang}, ${phase}, ${text}: ${what}`);
              first ??= places();
              if (places() !== first)
                tell(`${places()} instead of ${first}`);
              for (const element of document.querySelectorAll('#screen :is(p, span, button)')) {
                // What the pad covers is not seen.
                if (!element.checkVisibility({ visibilityProperty: true }) || (element.closest('.say') && !document.getElementById('pad').hidden) || element.matches('.dots'))
                  continue;
                const own = element.getBoundingClientRect();
                if (own.left < -1 || own.top < -1 || own.right > innerWidth + 1 || own.bottom > innerHeight + 1)
                  tell(`outside: ${element.textContent}`);
                for (const node of [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE))
                  for (const word of node.data.matchAll(/\S+/g)) {
                    const rects = rangeOf(node, word.index, word.index + word[0].length);
                    if (Math.max(...rects.map(r => r.top)) - Math.min(...rects.map(r => r.top)) > 8)
                      tell(`split: ${word[0]}`);
                    const place = element.closest('.fit')?.getBoundingClientRect();
                    if (place && rects.some(rect => rect.left < place.left - 2 || rect.right > place.right + 2 || rect.top < place.top - 8 || rect.bottom > place.bottom + 8))
                      tell(`sticks out: ${word[0]}`);
                  }
                if (element.tagName !== 'BUTTON')
                  continue;
                if (own.width < 48 || own.height < 48)
                  tell(`${own.width} x ${own.height}: ${element.textContent || element.ariaLabel}`);
                if (innerHeight >= 1000 && own.top < innerHeight * (1 - reach) - 1)
                  tell(`out of reach, ${Math.round(own.top)} of ${innerHeight}: ${element.textContent || element.ariaLabel}`);
              }
            }
          }
          return found;
        }
        """;

    [Theory]
    [InlineData(800, 480)]
    [InlineData(1280, 800)]
    [InlineData(1920, 1080)]
    [InlineData(1080, 1920)]
    public async Task Nothing_jumps_no_word_is_split_and_what_is_touched_is_large_and_in_reach(int width, int height)
    {
        var page = await feed.OpenAsync(browser, width, height);
        string[] states = [.. ScreenFeed.All().Select(ScreenFeed.Json)];
        var found = await page.EvaluateAsync<string[]>(Measure, new { states, reach = new ScreenOptions().Reach });
        Assert.True(found.Length == 0, string.Join('\n', found.Take(40)));
        foreach (var (name, state) in Looked())
        {
            await ScreenFeed.FeedAsync(page, state);
            await Browser.ShootAsync(page, $"screen-layout-{width}x{height}-{name}");
        }

        await page.Context.CloseAsync();
    }

    private static (string Name, ScreenState State)[] Looked() =>
    [
        ("no-match", ScreenFeed.Of(ScreenResult.NoMatch)),
        ("denied", ScreenFeed.Of(ScreenResult.Denied)),
        ("granted", ScreenFeed.Of(ScreenResult.Granted)),
    ];
}
