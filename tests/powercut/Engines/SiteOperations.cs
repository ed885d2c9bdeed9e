using AccessKiosk.Storage.Events;
using System.Globalization;

namespace AccessKiosk.PowerCut.Engines;

/// <summary>Operations on events, alerts, keys and the site's documents: each with its effect on the model.</summary>
internal static class SiteOperations
{
    private const string By = KioskWorkload.By;

    public static KioskOperation Event(int number, string? externalId) => new()
    {
        RunAsync = session => AppendAsync(session, number, KioskWorkload.At(number), externalId),
        Steps = [model => Happened(model, number, KioskWorkload.At(number), externalId)],
    };

    public static KioskOperation Burst(int number, string? externalId, int events)
    {
        // Numbers of their own, above those of every operation.
        var numbers = Enumerable.Range(0, events).Select(place => 10_000 + 10 * number + place).ToList();
        return new()
        {
            RunAsync = session => Task.WhenAll(numbers.Select(one => AppendAsync(session, one, KioskWorkload.At(number), externalId))),
            Steps = [.. numbers.Select<int, Action<KioskModel>>(one => model => Happened(model, one, KioskWorkload.At(number), externalId))],
        };
    }

    public static KioskOperation Rotate() => new()
    {
        RunAsync = session => session.Store.RotateKeysAsync(By),
        Audit = ["keys.rotated"],
    };

    public static KioskOperation Restart() => new() { RunAsync = session => session.ReopenAsync(CancellationToken.None) };

    public static KioskOperation Alert(int number, string externalId) => new()
    {
        RunAsync = session => session.Store.Alerts.AddAsync(new()
        {
            At = KioskWorkload.At(number),
            Door = "front",
            Reason = ReasonCode.PresentationAttack,
            Cue = string.Create(CultureInfo.InvariantCulture, $"{number}"),
            Person = KioskWorkload.Id(session, externalId),
            Picture = KioskModel.Picture(number),
        }),
        Steps = [model => model.Alerts.Add(new() { Number = number, Person = externalId })],
        NewKeys = 1,
    };

    public static KioskOperation Setting(KioskModel model, Random random, int number)
    {
        var name = random.Next(2) == 0 ? "rules" : "doors";
        var version = model.Settings.GetValueOrDefault(name).Version;
        var text = string.Create(CultureInfo.InvariantCulture, $"{number} ") + new string((char)('a' + random.Next(26)), random.Next(9000));
        return new()
        {
            RunAsync = session => session.Store.Settings.WriteAsync(name, text, version, By, "changed"),
            Steps = [after => after.Settings[name] = (text, version + 1)],
            Audit = ["setting.changed"],
        };
    }

    public static KioskOperation Calibration(int number)
    {
        var description = string.Create(CultureInfo.InvariantCulture, $"calibration {number}");
        return new()
        {
            RunAsync = session => session.Store.Calibrations.AddAsync(KioskWorkload.Model, description, "{}", By),
            Steps = [model => model.Calibrations.Add(description)],
            Audit = ["calibration.added"],
        };
    }

    public static KioskOperation Group(KioskModel model)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"group {model.Groups.Count}");
        return new()
        {
            RunAsync = session => session.Store.Groups.AddAsync(name, By),
            Steps = [after => after.Groups.Add(name)],
            Audit = ["group.added"],
        };
    }

    private static Task AppendAsync(KioskSession session, int number, DateTimeOffset at, string? externalId) => session.Store.Events.AppendAsync(new()
    {
        At = at,
        Code = EventCodes.AccessGranted,
        Door = "front",
        Person = externalId is null ? null : KioskWorkload.Id(session, externalId),
        Score = number,
        Track = number,
    });

    private static void Happened(KioskModel model, int number, DateTimeOffset at, string? externalId)
    {
        model.Events.Add(new() { Number = number, Person = externalId, Track = number });
        if (externalId is null)
            return;
        var person = model.People[externalId];
        // The store keeps this to the day.
        if (person.Seen is not { } seen || at >= seen.AddDays(1))
            person.Seen = at;
    }
}
