using System.Text.Json;
using System.Text.RegularExpressions;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Vision.Quality;
using AccessKiosk.Web.People.Guided;
using AccessKiosk.Web.Screen;

namespace AccessKiosk.Web.Tests.Screen;

public sealed partial class ScreenTextsTests
{
    private static readonly Dictionary<string, string> English = Read("en");

    public static TheoryData<string> Languages => [.. ScreenLanguages.All.Keys];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_text_is_there_in_every_language_with_the_same_gaps(string language)
    {
        var texts = Read(language);
        Assert.Equal(English.Keys, texts.Keys);
        Assert.All(texts, text =>
        {
            Assert.NotEqual("", text.Value.Trim());
            Assert.Equal(Gaps(English[text.Key]), Gaps(text.Value));
        });
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_one_line_is_short_enough_to_be_read_in_passing(string language) =>
        Assert.All(Read(language).Where(t => t.Key.StartsWith("advice.", StringComparison.Ordinal) || t.Key.StartsWith("challenge.", StringComparison.Ordinal) || t.Key.StartsWith("enrol.", StringComparison.Ordinal) || t.Key is "granted" or "denied" or "no-match" or "idle"),
            text => Assert.InRange(text.Value.Length, 2, 34));

    [Fact]
    public void Whatever_an_enrolment_asks_has_a_text()
    {
        foreach (var pose in Enum.GetValues<EnrollmentPose>().Select(pose => (EnrollmentPose?)pose).Append(null))
            foreach (var refusal in Enum.GetValues<CaptureRefusal>())
                foreach (var hint in Enum.GetValues<PoseHint>())
                    foreach (var fault in Enum.GetValues<QualityFaults>())
                    {
                        var guide = DoorGuide.Of(new(pose is null ? EnrollmentState.AwaitingLiveness : EnrollmentState.Capturing, pose, 5, 5, refusal, fault, hint, Live: false));
                        Assert.Contains(guide.Text, English.Keys);
                        Assert.True(guide.More is null || English.ContainsKey(guide.More));
                        Assert.InRange(guide.Step, 1, guide.Steps);
                    }
    }

    [Fact]
    public void Whatever_recognition_says_has_a_text()
    {
        Assert.All(Enum.GetValues<Advice>(), advice => Assert.Contains(ScreenState.KeyOf(advice), English.Keys));
        foreach (var state in Enum.GetValues<ChallengeState>())
            foreach (var action in Enum.GetValues<ChallengeAction>())
                Assert.Contains(new ChallengeProgress(state, action, 1, 2).TextKey, English.Keys);
    }

    private static string Web => Path.Combine(AppContext.BaseDirectory, "wwwroot");

    private static string[] Gaps(string text) => [.. Gap().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Read(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Web, "screen", $"{language}.json")))!;

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gap();
}
