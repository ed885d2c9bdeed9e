using AccessKiosk.Storage.Events;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Storage.CrashHarness;

/// <summary>Endless enrolment, import-like batches, erasure, withdrawal, key rotation, alerts and events.</summary>
public sealed class Workload(KioskStore store, int round)
{
    private const string By = "harness";
    private const string Model = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private readonly Random _random = new(round);
    private int _number;

    /// <summary>One line, written at once, so that a kill leaves whole lines.</summary>
    public static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }

    /// <summary>The embedding that a person's reference must have: from its name alone, so that the test can check it.</summary>
    public static float[] Embedding(string externalId, int index)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{externalId}/{index}")));
        var random = new Random(BitConverter.ToInt32(bytes));
        return [.. Enumerable.Range(0, 128).Select(_ => random.NextSingle() - 0.5f)];
    }

    public async Task WriteEventsAsync()
    {
        while (true)
        {
            var people = store.People.List();
            var events = Enumerable.Range(0, 5).Select(i => new AccessEvent
            {
                At = DateTimeOffset.UnixEpoch.AddSeconds(i),
                Code = EventCodes.AccessGranted,
                Door = "front",
                Person = people.Count == 0 ? null : people[i % people.Count].Id,
            });
            await Task.WhenAll(events.Select(async happened =>
            {
                await store.Events.AppendAsync(happened);
                Say($"ok event {happened.Id:N}");
            }));
        }
    }

    public async Task ChangePeopleAsync()
    {
        while (true)
        {
            var step = _random.Next(10);
            if (step < 3)
                await EnrolAsync(1);
            else if (step < 5)
                await EnrolAsync(_random.Next(5, 20));
            else if (step < 7)
                await WithOneAsync("erase", person => store.Privacy.EraseAsync(person, By));
            else if (step < 8)
                await WithOneAsync("withdraw", person => store.Consents.RecordAsync(person, new(ConsentDecision.Withdrawn, "1", By), By));
            else if (step < 9)
                await RotateAsync();
            else
                await AlertAsync();
        }
    }

    private async Task EnrolAsync(int count)
    {
        var batch = Enumerable.Range(0, count).Select(_ => New()).ToList();
        foreach (var enrolment in batch)
            Say($"try enrol {enrolment.Person.ExternalId} {enrolment.References.Count}");
        foreach (var person in await store.People.EnrolAsync(batch, By))
            Say($"ok enrol {person.ExternalId} {person.Id}");
    }

    private NewEnrollment New()
    {
        var externalId = string.Create(CultureInfo.InvariantCulture, $"{round}-{_number++}");
        var references = Enumerable.Range(0, _random.Next(1, 6)).Select(i => new NewReference(
            Embedding(externalId, i), Model, 0.5f + 0.01f * i, DateTimeOffset.UnixEpoch, "picture"));
        return new(new() { Name = "Person " + externalId, ExternalId = externalId }, new(ConsentDecision.Granted, "1", By), [.. references]);
    }

    private async Task WithOneAsync(string what, Func<PersonId, Task> act)
    {
        var people = store.People.List().Where(person => person.Consent?.Decision == ConsentDecision.Granted).ToList();
        if (people.Count == 0)
            return;
        var person = people[_random.Next(people.Count)];
        Say($"try {what} {person.ExternalId}");
        await act(person.Id);
        Say($"ok {what} {person.ExternalId}");
    }

    private async Task RotateAsync()
    {
        Say("try rotate -");
        await store.RotateKeysAsync(By);
        Say("ok rotate -");
    }

    private async Task AlertAsync()
    {
        var alert = await store.Alerts.AddAsync(new()
        {
            At = DateTimeOffset.UnixEpoch,
            Door = "front",
            Reason = ReasonCode.PresentationAttack,
            Picture = RandomNumberGenerator.GetBytes(3000),
        });
        Say($"ok alert {alert.Id:N}");
    }
}
