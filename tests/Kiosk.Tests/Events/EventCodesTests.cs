using AccessKiosk.Storage.Events;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Events;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Kiosk.Tests.Events;

/// <summary>The table of codes, its words, and docs/events.md, which is made from it.</summary>
public sealed class EventCodesTests
{
    private const string Begin = "<!-- made from EventCodes and ReasonCode: begin -->";
    private const string End = "<!-- made from EventCodes and ReasonCode: end -->";
    private const string Command = "KIOSK_WRITE_DOCS=1 dotnet run --project tests/Kiosk.Tests -- -class '*EventCodesTests'";

    private static readonly ResourceManager Words = new("AccessKiosk.Access.Events.EventText", typeof(EventFormatter).Assembly);

    [Fact]
    public void Numbers_and_names_are_unique_and_rise()
    {
        Assert.Equal(EventCodes.All.Count, EventCodes.All.Select(code => code.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(EventCodes.All.Select(code => code.Number).Distinct().Order(), EventCodes.All.Select(code => code.Number));
        Assert.All(EventCodes.All, code => Assert.Matches("^[a-z]+\\.[a-z_]+$", code.Name));
    }

    [Fact]
    public void Every_code_group_reason_cause_and_cue_has_words_in_every_language_with_the_same_placeholders()
    {
        string[] keys =
        [
            .. EventCodes.All.Select(code => code.Name),
            .. EventCodes.All.Select(code => $"group.{code.Group}").Distinct(),
            .. new[] { EventSeverity.Warning, EventSeverity.Fault, EventSeverity.Alarm }.Select(severity => $"severity.{SnakeCase.Name(severity)}"),
            .. Enum.GetValues<ReasonCode>().Select(reason => $"reason.{SnakeCase.Name(reason)}"),
            .. Enum.GetValues<ChallengeAction>().Select(action => $"action.{SnakeCase.Name(action)}"),
            .. Enum.GetValues<Cue>().Select(cue => $"cue.{SnakeCase.Name(cue)}"),
            .. Enum.GetValues<DoorInput>().Except([DoorInput.RexReleased, DoorInput.Closed]).Select(cause => $"cause.{SnakeCase.Name(cause)}"),
            "cue.stream", "reason.too_alike_of", "challenged", "method.face_and_pin", "method.number_and_pin", "console.decision", "console.why", "console.nobody", "notification.test", "notification.test_body",
        ];
        var english = Texts("en");
        Assert.Equal(keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        foreach (var language in EventFormatter.Languages)
        {
            var texts = Texts(language);
            Assert.Equal(english.Keys.Order(StringComparer.Ordinal), texts.Keys.Order(StringComparer.Ordinal));
            Assert.All(texts, text => Assert.False(string.IsNullOrWhiteSpace(text.Value), $"{language}: {text.Key}"));
            Assert.All(texts, text => Assert.Equal(Placeholders(english[text.Key]), Placeholders(text.Value)));
        }
    }

    [Fact]
    public void The_words_of_a_code_are_those_of_its_language_and_not_of_another()
    {
        var denied = new AccessEvent { At = DateTimeOffset.UnixEpoch, Code = EventCodes.AccessDenied, Reason = ReasonCode.Expired };
        Assert.Equal(
            ["Denied/expired", "Zutritt verweigert/abgelaufen", "Acceso denegado/caducada", "Accès refusé/expirée", "Accesso negato/scaduta", "تم رفض الدخول/انتهت الصلاحية"],
            EventFormatter.Languages.Select(EventFormatter.Culture).Select(culture => $"{EventFormatter.What(denied, culture)}/{EventFormatter.Why(denied, culture: culture)}"));
    }

    [Theory]
    [InlineData("door", "door.forced", true)]
    [InlineData("door.forced", "door.forced", true)]
    [InlineData("lockdown", "lockdown.set", true)]
    [InlineData("alarm", "alarm.tamper", true)]
    [InlineData("alarm", "alarm.tamper_over", true)]
    [InlineData("alarm", "door.forced", true)]
    [InlineData("fault", "camera.lost", true)]
    [InlineData("fault", "door.fault", true)]
    [InlineData("door.held", "door.held_warning", false)]
    [InlineData("emergency", "lockdown.set", false)]
    public void A_filter_takes_a_code_a_group_or_a_severity(string filter, string code, bool taken)
    {
        Assert.Contains(filter, EventCodes.Filters);
        Assert.Equal(taken, EventCodes.Taken(filter).Contains(EventCodes.Find(code)));
    }

    [Fact]
    public void Every_filter_takes_something() => Assert.All(EventCodes.Filters, filter => Assert.NotEmpty(EventCodes.Taken(filter)));

    [Theory]
    [InlineData(DoorInput.Opened, DoorActions.AlarmForced, "door.forced")]
    [InlineData(DoorInput.Opened, DoorActions.RecordOpened | DoorActions.Lock, "door.locked door.opened")]
    [InlineData(DoorInput.Tick, DoorActions.AlarmHeldOpen, "door.held")]
    [InlineData(DoorInput.Closed, DoorActions.RecordClosed | DoorActions.EndDoorAlarm, "door.closed door.alarm_over")]
    [InlineData(DoorInput.TamperDetected, DoorActions.AlarmTamper, "alarm.tamper")]
    [InlineData(DoorInput.LockdownStarted, DoorActions.Lock, "lockdown.set door.locked")]
    [InlineData(DoorInput.EmergencyStarted, DoorActions.Unlock, "emergency.set door.unlocked")]
    [InlineData(DoorInput.FaultDetected, DoorActions.AlarmFault, "door.fault")]
    [InlineData(DoorInput.Grant, DoorActions.None, "door.state_changed")]
    [InlineData(DoorInput.RemoteUnlock, DoorActions.None, "door.unlocked")]
    public void Everything_that_follows_at_a_door_has_its_own_code(DoorInput cause, DoorActions actions, string codes) =>
        Assert.Equal(codes, string.Join(' ', DoorEventCodes.Of(new(DateTimeOffset.UnixEpoch, "main", cause, actions, DoorMode.Locked, DoorLeaf.Closed, null, default))));

    [Fact]
    public void An_event_is_written_in_codes_and_its_words_are_made_from_them()
    {
        var denied = new AccessEvent { Id = Guid.Empty, At = DateTimeOffset.UnixEpoch, Code = EventCodes.AccessDenied, Door = "main", Reason = ReasonCode.OutsideSchedule, Method = AccessMethod.FaceAndPin };
        Assert.Equal(
            """{"id":"00000000-0000-0000-0000-000000000000","at":"1970-01-01T00:00:00+00:00","code":"access.denied","severity":"warning","reason":"outside_schedule","door":"main","method":"face_and_pin"}""",
            JsonSerializer.Serialize(denied, JsonLines.Options));
        var english = CultureInfo.GetCultureInfo("en");
        Assert.Equal(("Denied", "outside schedule, face and PIN"), (EventFormatter.What(denied, english), EventFormatter.Why(denied, culture: english)));

        var locked = new AccessEvent { At = DateTimeOffset.UnixEpoch, Code = EventCodes.DoorLocked, Door = "main", Cause = "tick" };
        Assert.Equal(("Locked", "time is up"), (EventFormatter.What(locked, english), EventFormatter.Why(locked, culture: english)));
        var unlocked = new AccessEvent { At = DateTimeOffset.UnixEpoch, Code = EventCodes.DoorUnlocked, Door = "main", Detail = "ada", Cause = "remote_unlock" };
        Assert.Equal(("Unlocked", "by an operator, ada"), (EventFormatter.What(unlocked, english), EventFormatter.Why(unlocked, culture: english)));
    }

    [Fact]
    public void The_tables_in_the_event_document_are_those_of_the_program()
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../docs/events.md"));
        if (!File.Exists(path))
            Assert.Skip($"{path} is not here: the tests run away from their sources.");
        var text = File.ReadAllText(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && end > begin, $"{path} has lost its marks {Begin} and {End}.");
        var made = $"{text[..begin]}{Begin}\n\n{Tables()}\n{text[end..]}";
        if (Environment.GetEnvironmentVariable("KIOSK_WRITE_DOCS") == "1")
            File.WriteAllText(path, made);
        else
            Assert.True(made == text, $"{path} is stale. Write it again: {Command}");
    }

    private static SortedDictionary<string, string> Texts(string language)
    {
        // English is the neutral set; no other may fall back to it.
        var culture = language == "en" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language);
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in Words.GetResourceSet(culture, createIfNotExists: true, tryParents: language == "en")!)
            texts[(string)entry.Key] = (string)entry.Value!;
        return texts;
    }

    private static IEnumerable<string> Placeholders(string text) => Regex.Matches(text, @"\{\d[^}]*\}", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Value).Order(StringComparer.Ordinal);

    private static string Tables()
    {
        var lines = new StringBuilder("## Codes\n\n| number | code | severity | meaning |\n| ---: | --- | --- | --- |\n");
        foreach (var code in EventCodes.All)
            lines.Append(CultureInfo.InvariantCulture, $"| {code.Number} | `{code.Name}` | {SnakeCase.Name(code.Severity)} | {code.Description} |\n");
        lines.Append("\n## Reasons\n\n| number | reason | meaning |\n| ---: | --- | --- |\n");
        foreach (var reason in Enum.GetValues<ReasonCode>())
            lines.Append(CultureInfo.InvariantCulture, $"| {(int)reason} | `{SnakeCase.Name(reason)}` | {Description(reason)} |\n");
        return lines.ToString();
    }

    private static string Description(ReasonCode reason) => typeof(ReasonCode).GetField($"{reason}")!.GetCustomAttribute<DescriptionAttribute>()!.Description;

    private static string Here([CallerFilePath] string path = "") => path;
}
