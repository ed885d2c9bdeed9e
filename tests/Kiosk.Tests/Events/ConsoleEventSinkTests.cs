using AccessKiosk.Storage.Events;
using System.Globalization;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Storage;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Tests.Events;

public sealed class ConsoleEventSinkTests
{
    private static readonly PersonId Id = PersonId.New();

    [Theory]
    [InlineData(1)]
    [InlineData(null)]
    public void Output_that_is_kept_calls_people_by_their_identifier(int? track)
    {
        var text = Tell(track, showNames: false);

        Assert.Contains(Id.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_calls_people_by_name() => Assert.Contains("Ada", Tell(1, showNames: true), StringComparison.Ordinal);

    [Theory]
    [InlineData("en", "GRANTED", "score 0.710")]
    [InlineData("de", "ZUTRITT GEWÄHRT", "Ähnlichkeit 0.710")]
    [InlineData("ar", "تم السماح بالدخول", "التشابه 0.710")]
    public void Words_are_in_the_language_of_the_reader(string language, string what, string score)
    {
        var text = Tell(1, showNames: true, language);

        Assert.Contains(what, text, StringComparison.Ordinal);
        Assert.Contains(score, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Ada: score")]
    [InlineData("fr", "Ada : ressemblance")]
    [InlineData("ar", "Ada: التشابه")]
    public void A_plain_grant_gives_no_reason_and_no_comma_for_one(string language, string line) =>
        Assert.Contains(line, Tell(1, showNames: true, language), StringComparison.Ordinal);

    [Theory]
    [InlineData("fr", "LANG", "de_DE.UTF-8", "fr")]
    [InlineData(null, "LANG", "de_DE.UTF-8", "de")]
    [InlineData(null, "LC_ALL", "it_IT@euro", "it")]
    [InlineData(null, "LANG", "C.UTF-8", "en")]
    [InlineData(null, "LANG", "", "en")]
    [InlineData(null, "OTHER", "de", "en")]
    public void The_language_is_the_option_s_else_the_environment_s_else_English(string? option, string variable, string value, string language) =>
        Assert.Equal(language, EventLanguage.Of(option, name => name == variable ? value : null).Name);

    private static string Tell(int? track, bool showNames, string language = "en")
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 400;
        new ConsoleEventSink(console, showNames, CultureInfo.GetCultureInfo(language)).Publish(new()
        {
            At = DateTimeOffset.UnixEpoch,
            Code = track is null ? EventCodes.DoorUnlocked : EventCodes.AccessGranted,
            Person = Id,
            Name = "Ada",
            Track = track,
            Score = 0.71,
            Cause = track is null ? SnakeCase.Name(DoorInput.RemoteUnlock) : null,
            Detail = track is null ? "Ada" : null,
        });
        return writer.ToString();
    }
}
