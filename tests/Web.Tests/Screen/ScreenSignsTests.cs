using AccessKiosk.Access.Lanes;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Decisions;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Screen;

/// <summary>What tells the states apart from two metres away, and what a movement that is asked for looks like.</summary>
public sealed class ScreenSignsTests(Browser browser, ScreenFeed feed) : IClassFixture<ScreenFeed>
{
    // Shape, colour, words, how high the letters are, and whether anything moves.
    private const string Look = """
        () => {
          const [sign, say, line] = ['sign', 'say', 'line'].map(id => document.getElementById(id));
          return [sign.firstElementChild.getAttribute('href'), getComputedStyle(say).backgroundColor, line.textContent, parseFloat(getComputedStyle(line).fontSize), getComputedStyle(sign).visibility,
            getComputedStyle(document.getElementById('ring')).transitionDuration, sign.getBoundingClientRect().height].map(String);
        }
        """;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_denial_differs_from_every_other_state_in_shape_colour_and_words_and_nothing_moves_where_that_is_asked(ColorScheme scheme)
    {
        var page = await feed.OpenAsync(browser, 800, 480);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var looks = new List<string[]>();
        foreach (var state in new[]
        {
            ScreenFeed.Of(ScreenResult.Denied), ScreenFeed.Of(ScreenResult.Granted), ScreenFeed.Of(m => m with { SeenAt = default }),
            ScreenFeed.Of(m => m with { CameraFault = "gone" }), ScreenFeed.Of(_ => ScreenMoment.Start),
        })
        {
            await ScreenFeed.FeedAsync(page, state);
            looks.Add(await page.EvaluateAsync<string[]>(Look));
        }

        Assert.Equal(looks.Count, looks.Select(look => look[0]).Distinct().Count());
        Assert.Equal(looks.Count, looks.Select(look => look[2]).Distinct().Count());
        Assert.DoesNotContain(looks[0][1], looks.Skip(1).Select(look => look[1]));
        Assert.All(looks, look =>
        {
            Assert.InRange(double.Parse(look[3], System.Globalization.CultureInfo.InvariantCulture), 40, 100);
            Assert.Equal(("visible", "0s"), (look[4], look[5]));
            Assert.InRange(double.Parse(look[6], System.Globalization.CultureInfo.InvariantCulture), 240, 480);
        });
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task A_movement_is_drawn_as_in_the_mirror_beside_it_whatever_the_script(string language)
    {
        var page = await feed.OpenAsync(browser, 1280, 800);
        await page.Locator($"#languages [data-code='{language}']").ClickAsync();
        Assert.StartsWith("matrix(-1,", await page.EvaluateAsync<string>("getComputedStyle(document.getElementById('picture')).transform"), StringComparison.Ordinal);
        foreach (var (action, drawing, x, y) in new[]
        {
            (ChallengeAction.TurnLeft, "left", -1, 0), (ChallengeAction.TurnRight, "right", 1, 0), (ChallengeAction.LookUp, "up", 0, -1),
        })
        {
            await ScreenFeed.FeedAsync(page, ScreenFeed.Of(m => m with { Advice = Advice.Challenge, Challenge = new(ChallengeState.Act, action, 1, 2), Progress = new(0.25f, 0.5f) }));
            var visible = page.Locator("#say .pose:visible");
            await Assertions.Expect(visible).ToHaveCountAsync(1);
            await Assertions.Expect(visible).ToHaveAttributeAsync("data-pose", drawing);
            var (head, arrow) = ((await visible.BoundingBoxAsync())!, (await visible.Locator(".arrow").BoundingBoxAsync())!);
            Assert.Equal((x, y), (Side(arrow.X + arrow.Width / 2 - head.X - head.Width / 2, head.Width), Side(arrow.Y + arrow.Height / 2 - head.Y - head.Height / 2, head.Height)));
            // A quarter of the movement was seen, and half of the time is left.
            Assert.Equal(["75", "0.5"], await page.EvaluateAsync<string[]>(
                "async () => { await Promise.all(document.getAnimations().map(a => a.finished)); return [getComputedStyle(document.getElementById('ring')).strokeDashoffset.replace(/[^0-9.]/g, ''), new DOMMatrix(getComputedStyle(document.getElementById('left')).transform).a.toFixed(1)]; }"));
            await Browser.ShootAsync(page, $"screen-movement-{drawing}-{language}");
        }

        await page.Context.CloseAsync();
    }

    private static int Side(float distance, float size) => MathF.Abs(distance) < size / 10 ? 0 : MathF.Sign(distance);
}
