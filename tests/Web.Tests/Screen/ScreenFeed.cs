using System.Text.Json;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Lanes.Lending;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Web.Screen;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Screen;

/// <summary>
/// The real page of a real kiosk, which a test hands the kiosk's own messages one after the other: every state in every
/// language at every size would take the kiosk itself many minutes.
/// </summary>
public sealed class ScreenFeed : IAsyncLifetime
{
    internal const string Contact = "Reception Weiterbildungszentrum, +49 555 0100";

    private const string Socket = """
        window.WebSocket = class {
          static OPEN = 1;
          readyState = 1;
          constructor() { window.feed = state => this.onmessage({ data: state }); }
          send() {}
          close() {}
        };
        """;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonId Ada = PersonId.New();
    private static readonly ScreenMoment Watching = ScreenMoment.Start with { CameraFault = null, Advice = Advice.Hold, SeenAt = Now, Progress = new(0.5f) };

    internal TestSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await TestSite.OpenAsync(change: options =>
        (options.Web.Screen.Contact, options.Web.Screen.Speech) = (Contact, true));

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    /// <summary>Opens the page; <paramref name="script"/> runs before it.</summary>
    internal Task<IPage> OpenAsync(Browser browser, int width, int height, string script = "") => OpenAsync(browser, Site, width, height, script);

    /// <summary>The same, of another kiosk.</summary>
    internal static async Task<IPage> OpenAsync(Browser browser, TestSite site, int width, int height, string script)
    {
        var page = await browser.OpenAsync(site, width, height);
        await page.AddInitScriptAsync(Socket + script);
        await page.GotoAsync("/");
        await page.WaitForFunctionAsync("() => window.feed");
        return page;
    }

    /// <summary>Gives the page one message.</summary>
    internal static Task FeedAsync(IPage page, ScreenState state) => page.EvaluateAsync("state => feed(state)", Json(state));

    /// <summary>What a state is on the wire.</summary>
    internal static string Json(ScreenState state) => JsonSerializer.Serialize(state, JsonLines.Options);

    /// <summary>How a moment is shown.</summary>
    internal static ScreenState Of(Func<ScreenMoment, ScreenMoment> change, ScreenOptions? options = null, bool isPinAwaited = false) =>
        ScreenState.Of(change(Watching), Now, isPinAwaited, pinOnly: true, options ?? new(), id => id == Ada ? "Augusta Wolfeschlegelsteinhausen" : null);

    /// <summary>The moment of a result.</summary>
    internal static ScreenState Of(ScreenResult result, ScreenOptions? options = null) =>
        Of(m => m with { Result = result, ResultAt = Now, Person = Ada }, options, isPinAwaited: true);

    /// <summary>Every state that the kiosk can send.</summary>
    internal static List<ScreenState> All()
    {
        var asked = Enum.GetValues<ChallengeAction>().Select(action => new ChallengeProgress(ChallengeState.Act, action, 1, 2))
            .Concat(Enum.GetValues<ChallengeState>().Select(state => new ChallengeProgress(state, default, 2, 4)));
        var guides = new[] { "frontal", "left", "right", "up", "down" }.Select(pose => new CameraGuide($"enrol.{pose}", "enrol.uncover", pose, 5, 5))
            .Concat(new[] { "enrol.further", "enrol.less-far", "enrol.move", "enrol.another" }.Select(text => new CameraGuide(text, null, null, 1, 5)));
        return
        [
            Of(_ => ScreenMoment.Start),
            Of(m => m with { SeenAt = default }),
            Of(m => m with { CameraFault = "gone" }),
            new(ScreenPhase.Fault, "offline"),
            Of(m => m with { IsLent = true }),
            .. Enum.GetValues<Advice>().Select(advice => Of(m => m with { Advice = advice })),
            .. asked.Select(progress => Of(m => m with { Challenge = progress, Progress = new(0.4f, 0.7f) })),
            .. guides.Select(guide => Of(m => m with { IsLent = true, Guide = guide })),
            .. Enum.GetValues<ScreenResult>().Select(result => Of(result)),
        ];
    }
}
