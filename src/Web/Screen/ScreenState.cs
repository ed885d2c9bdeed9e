using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.Screen;

/// <summary>What the screen as a whole shows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScreenPhase>))]
internal enum ScreenPhase
{
    /// <summary>No frame has come yet.</summary>
    [JsonStringEnumMemberName("starting")]
    Starting,

    /// <summary>Nobody is there; no picture.</summary>
    [JsonStringEnumMemberName("idle")]
    Idle,

    /// <summary>Picture and advice.</summary>
    [JsonStringEnumMemberName("watch")]
    Watch,

    /// <summary>Picture and a movement that is asked for.</summary>
    [JsonStringEnumMemberName("challenge")]
    Challenge,

    /// <summary>Come in.</summary>
    [JsonStringEnumMemberName("granted")]
    Granted,

    /// <summary>Not now.</summary>
    [JsonStringEnumMemberName("denied")]
    Denied,

    /// <summary>The pad, for the PIN.</summary>
    [JsonStringEnumMemberName("pin")]
    Pin,

    /// <summary>An enrolment is going on.</summary>
    [JsonStringEnumMemberName("enrolling")]
    Enrolling,

    /// <summary>No picture, and whom to call.</summary>
    [JsonStringEnumMemberName("fault")]
    Fault,
}

/// <summary>What a screen is sent: keys of texts, no score, and no word of anybody who was not let in.</summary>
/// <param name="Phase">What is shown.</param>
/// <param name="Text">The key of its line.</param>
/// <param name="Name">The greeting's name.</param>
/// <param name="Step">The number of the movement that is asked for.</param>
/// <param name="Steps">How many there are.</param>
/// <param name="Result">Which result it is, so that each sounds once.</param>
/// <param name="PinOnly">Whether to offer the pad to people without a face.</param>
/// <param name="More">The key of a second line.</param>
/// <param name="Pose">The drawing of how the head is to be held.</param>
/// <param name="Progress">How far the ring is filled, 0 to 1; null for no ring.</param>
/// <param name="Left">How much of the time for a movement is left, 1 to 0.</param>
/// <param name="Look">The settings that the page was made by, as <see cref="ScreenOptions.Look"/>; a page that was made by others is loaded again.</param>
internal sealed record ScreenState(
    ScreenPhase Phase, string Text, string? Name = null, int? Step = null, int? Steps = null, long? Result = null, bool PinOnly = false, string? More = null, string? Pose = null,
    float? Progress = null, float? Left = null, int? Look = null)
{
    // A result is read within the first, gone after the second when nobody else comes, and stays for the third while its person does.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(12);

    private static readonly Dictionary<Advice, string> AdviceKeys =
        Enum.GetValues<Advice>().ToDictionary(advice => advice, advice => "advice." + JsonNamingPolicy.KebabCaseLower.ConvertName(advice.ToString()));

    /// <summary>Whether the camera's picture is shown.</summary>
    [JsonIgnore]
    public bool HasPicture => Phase is ScreenPhase.Watch or ScreenPhase.Challenge or ScreenPhase.Enrolling;

    /// <summary>The key of a line of advice.</summary>
    public static string KeyOf(Advice advice) => AdviceKeys[advice];

    /// <summary>What a moment looks like.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="now">The time.</param>
    /// <param name="isPinAwaited">Whether the gatekeeper waits for a PIN.</param>
    /// <param name="pinOnly">Whether people without a face are let in by PIN.</param>
    /// <param name="options">The screen's options.</param>
    /// <param name="nameOf">Names of people.</param>
    public static ScreenState Of(ScreenMoment moment, DateTimeOffset now, bool isPinAwaited, bool pinOnly, ScreenOptions options, Func<PersonId, string?> nameOf)
    {
        if (moment.IsLent)
            return moment.Guide is { } guide
                ? new(ScreenPhase.Enrolling, guide.Text, Step: guide.Step, Steps: guide.Steps, More: guide.More, Pose: guide.Pose, Progress: (guide.Step - 1f) / guide.Steps)
                : new(ScreenPhase.Enrolling, "enrolling");
        if (TextOf(moment.Result) is { } text && IsShown(moment, now))
        {
            var isGrant = moment.Result is ScreenResult.Granted;
            var name = isGrant && moment.Person is { } person ? Shown(nameOf(person), options.Name) : null;
            return new(isGrant ? ScreenPhase.Granted : ScreenPhase.Denied, text, name, Result: moment.ResultAt.UtcTicks);
        }

        if (moment.CameraFault is { } fault)
            return fault == ScreenMoment.Start.CameraFault ? new(ScreenPhase.Starting, "starting") : new(ScreenPhase.Fault, "fault");
        if (moment.Result is ScreenResult.AskPin && isPinAwaited)
            return new(ScreenPhase.Pin, "pin.enter", Result: moment.ResultAt.UtcTicks);
        if (now - moment.SeenAt >= options.IdleAfter)
            return new(ScreenPhase.Idle, "idle", PinOnly: pinOnly);
        return moment.Challenge is { } asked
            ? new(ScreenPhase.Challenge, asked.TextKey, Step: asked.Step, Steps: asked.Steps, Pose: PoseOf(asked), Progress: moment.Progress.Done, Left: moment.Progress.Left)
            : new(ScreenPhase.Watch, KeyOf(moment.Advice), PinOnly: pinOnly, Progress: moment.Progress.Done);
    }

    /// <summary>First letters of the name's parts, at most three: <c>A. B.</c></summary>
    internal static string Initials(string name) => string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => StringInfo.GetNextTextElement(part).ToUpper(CultureInfo.InvariantCulture) + ".").Take(3));

    private static string? TextOf(ScreenResult result) => result switch
    {
        ScreenResult.Granted => "granted",
        ScreenResult.Denied => "denied",
        ScreenResult.NoMatch => "no-match",
        _ => null,
    };

    private static string PoseOf(in ChallengeProgress asked) => asked switch
    {
        { State: not ChallengeState.Act } => "frontal",
        { Action: ChallengeAction.TurnLeft } => "left",
        { Action: ChallengeAction.TurnRight } => "right",
        _ => "up",
    };

    private static bool IsShown(ScreenMoment moment, DateTimeOffset now)
    {
        var age = now - moment.ResultAt;
        return age < moment.Advice switch
        {
            Advice.Done => Longest,
            Advice.None => Usual,
            _ => Shortest,
        };
    }

    private static string? Shown(string? name, ScreenName how) => how switch
    {
        ScreenName.Full => name,
        ScreenName.Initials when name is not null => Initials(name),
        _ => null,
    };
}
