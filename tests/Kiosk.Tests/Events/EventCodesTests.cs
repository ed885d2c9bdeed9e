using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Events;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Kiosk.Tests.Events;

/// <summary>The table of codes, its words, and docs/events.md, which is made from it.</summary>
public sealed class EventCodesTests
{
    private const string Begin = "<!-- made from EventCodes and ReasonCode: begin -->";
    private const string End = "<!-- made from EventCodes and ReasonCode: end -->";
    private const string Command = "KIOSK_WRITE_DOCS=1 dotnet run --project tests/Kiosk.Tests -- -class '*EventCodesTests'";

    private static readonly ResourceManager Words = new("AccessKiosk.Access.Events.EventText", typeof(EventCodes).Assembly);

    [Fact]
    public void Numbers_and_names_are_unique_and_rise()
    {
        Assert.Equal(EventCodes.All.Count, EventCodes.All.Select(code => code.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(EventCodes.All.Select(code => code.Number).Distinct().Order(), EventCodes.All.Select(code => code.Number));
        Assert.All(EventCodes.All, code => Assert.Matches("^[a-z]+\\.[a-z_]+$", code.Name));
    }

    [Fact]
    public void Every_code_kind_group_reason_and_cause_has_words()
    {
        Assert.All(EventCodes.All.Select(code => code.Name), Told);
        Assert.All(Enum.GetValues<EventKind>().Select(kind => $"kind.{EventKinds.Name(kind)}"), Told);
        Assert.All(EventCodes.All.Select(code => $"group.{code.Group}"), Told);
        Assert.All(Enum.GetValues<ReasonCode>().Select(reason => $"reason.{SnakeCase.Name(reason)}"), Told);
        Assert.All(Enum.GetValues<ChallengeAction>().Select(action => $"action.{SnakeCase.Name(action)}"), Told);
        Assert.All(Enum.GetValues<DoorInput>().Except([DoorInput.RexReleased, DoorInput.Closed]).Select(cause => $"cause.{SnakeCase.Name(cause)}"), Told);

        static void Told(string key) => Assert.False(string.IsNullOrEmpty(Words.GetString(key, CultureInfo.InvariantCulture)), key);
    }

    [Theory]
    [InlineData("door", "door", "door.forced", true)]
    [InlineData("door.forced", "door", "door.forced", true)]
    [InlineData("lockdown", "door", "lockdown.set", true)]
    [InlineData("alarm", "door", "alarm.tamper", true)]
    [InlineData("fault", "fault", "camera.lost", true)]
    [InlineData("door.held", "door", "door.held_warning", false)]
    [InlineData("emergency", "door", "lockdown.set", false)]
    [InlineData("fault", "fault", null, true)]
    public void A_filter_takes_a_kind_a_group_or_a_code(string filter, string kind, string? code, bool taken)
    {
        Assert.Contains(filter, EventCodes.Filters);
        Assert.Equal(taken, EventCodes.Takes(filter, kind, code));
    }

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
    public void Everything_that_follows_at_a_door_has_its_own_code(DoorInput cause, DoorActions actions, string codes) =>
        Assert.Equal(codes, string.Join(' ', DoorEventCodes.Of(new(DateTimeOffset.UnixEpoch, "main", cause, actions, DoorMode.Locked, DoorLeaf.Closed, null, default))));

    [Fact]
    public void An_event_is_written_in_codes_and_its_words_are_made_from_them()
    {
        var denied = new KioskEvent { Timestamp = DateTimeOffset.UnixEpoch, Code = EventCodes.AccessDenied, Door = "main", Reason = ReasonCode.OutsideSchedule, Method = AccessMethod.FaceAndPin };
        Assert.Equal(
            """{"timestamp":"1970-01-01T00:00:00+00:00","code":"access.denied","kind":"denied","reason":"outside_schedule","door":"main","method":"face_and_pin"}""",
            JsonSerializer.Serialize(denied, JsonLines.Options));
        Assert.Equal(("Denied", "outside schedule, face and PIN"), (EventFormatter.What(denied), EventFormatter.Why(denied)));

        var locked = new KioskEvent { Timestamp = DateTimeOffset.UnixEpoch, Code = EventCodes.DoorLocked, Door = "main", Cause = DoorInput.Tick };
        Assert.Equal(("Locked", "time is up"), (EventFormatter.What(locked), EventFormatter.Why(locked)));
        var stored = new AccessEvent { At = DateTimeOffset.UnixEpoch, Kind = "door", Code = "door.unlocked", Door = "main", Detail = "ada", Details = """{"cause":"remote_unlock"}""" };
        Assert.Equal(("Unlocked", "by an operator, ada"), (EventFormatter.What(stored), EventFormatter.Why(stored)));
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

    private static string Tables()
    {
        var lines = new StringBuilder("## Codes\n\n| number | code | kind | severity | meaning |\n| ---: | --- | --- | --- | --- |\n");
        foreach (var code in EventCodes.All)
            lines.Append(CultureInfo.InvariantCulture, $"| {code.Number} | `{code.Name}` | `{EventKinds.Name(code.Kind)}` | {SnakeCase.Name(code.Severity)} | {code.Description} |\n");
        lines.Append("\n## Reasons\n\n| number | reason | meaning |\n| ---: | --- | --- |\n");
        foreach (var reason in Enum.GetValues<ReasonCode>())
            lines.Append(CultureInfo.InvariantCulture, $"| {(int)reason} | `{SnakeCase.Name(reason)}` | {Description(reason)} |\n");
        return lines.ToString();
    }

    private static string Description(ReasonCode reason) => typeof(ReasonCode).GetField($"{reason}")!.GetCustomAttribute<DescriptionAttribute>()!.Description;

    private static string Here([CallerFilePath] string path = "") => path;
}
