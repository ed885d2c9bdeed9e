using System.Globalization;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;

namespace AccessKiosk.PowerCut.Engines;

/// <summary>Operations on people: each with its effect on the model.</summary>
internal static class PeopleOperations
{
    private const string By = KioskWorkload.By;

    public static KioskOperation Enrol(KioskModel model, Random random, int people)
    {
        var batch = Enumerable.Range(model.Enrolled, people)
            .Select(place => (ExternalId: string.Create(CultureInfo.InvariantCulture, $"p{place}"), References: random.Next(1, 5)))
            .ToList();
        return new()
        {
            RunAsync = session => session.Store.People.EnrolAsync(
                [.. batch.Select(one => new NewEnrollment(
                    new() { Name = "Person " + one.ExternalId, ExternalId = one.ExternalId }, Granted, New(one.ExternalId, 0, one.References)))],
                By),
            Steps =
            [
                after =>
                {
                    after.Enrolled += people;
                    foreach (var (externalId, references) in batch)
                    {
                        var person = new KioskModelPerson { Name = "Person " + externalId, Consents = { "Granted" } };
                        Capture(person, references);
                        after.People.Add(externalId, person);
                    }
                },
            ],
            Audit = [.. batch.Select(_ => "person.enrolled")],
            NewKeys = 2 * people,
        };
    }

    public static KioskOperation Erase(string externalId) => new()
    {
        RunAsync = session => session.Store.Privacy.EraseAsync(KioskWorkload.Id(session, externalId), By),
        Steps =
        [
            model =>
            {
                model.People.Remove(externalId);
                foreach (var row in model.Events.Where(row => row.Person == externalId))
                    (row.Person, row.Track) = (null, null);
                foreach (var row in model.Alerts.Where(row => row.Person == externalId))
                    (row.Person, row.HasPicture) = (null, false);
            },
        ],
        Audit = ["person.erased"],
        Destroys = true,
    };

    /// <summary>Takes a consent back; who has done so gives it again with new references.</summary>
    public static KioskOperation Consent(KioskModel model, string externalId)
    {
        var person = model.People[externalId];
        if (person.Consents[^1] == "Withdrawn")
        {
            var number = person.Captured;
            return new()
            {
                RunAsync = session => session.Store.References.AddAsync(KioskWorkload.Id(session, externalId), New(externalId, number, 2), Granted, By),
                Steps =
                [
                    after =>
                    {
                        after.People[externalId].Consents.Add("Granted");
                        Capture(after.People[externalId], 2);
                    },
                ],
                Audit = ["references.added"],
                NewKeys = 1,
            };
        }

        return new()
        {
            RunAsync = session => session.Store.Consents.RecordAsync(KioskWorkload.Id(session, externalId), new(ConsentDecision.Withdrawn, "1", By), By),
            Steps =
            [
                // The keys are destroyed first; of that the next start knows, of the decision it does not.
                after => after.People[externalId].References.Clear(),
                after => after.People[externalId].Consents.Add("Withdrawn"),
            ],
            Audit = ["consent.withdrawn"],
            Destroys = true,
        };
    }

    public static KioskOperation References(KioskModel model, string externalId, int count)
    {
        var person = model.People[externalId];
        if (person.Consents[^1] == "Withdrawn")
            return Consent(model, externalId);
        var number = person.Captured;
        return new()
        {
            RunAsync = session => session.Store.References.AddAsync(KioskWorkload.Id(session, externalId), New(externalId, number, count), null, By),
            Steps = [after => Capture(after.People[externalId], count)],
            Audit = ["references.added"],
            NewKeys = 1,
        };
    }

    public static KioskOperation Profile(KioskModel model, string externalId, Random random, int number)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"text {number}");
        switch (random.Next(4))
        {
            case 0:
                return new()
                {
                    RunAsync = session => session.Store.People.RenameAsync(KioskWorkload.Id(session, externalId), text, By),
                    Steps = [after => after.People[externalId].Name = text],
                    Audit = ["person.renamed"],
                };
            case 1:
                return new()
                {
                    RunAsync = session => session.Store.People.SetNoteAsync(KioskWorkload.Id(session, externalId), text, By),
                    Steps = [after => after.People[externalId].Note = text],
                    Audit = ["person.note-set"],
                };
            case 2:
                var suspend = !model.People[externalId].Suspended;
                return new()
                {
                    RunAsync = session => session.Store.People.SetStatusAsync(
                        KioskWorkload.Id(session, externalId), suspend ? PersonStatus.Suspended : PersonStatus.Active, By),
                    Steps = [after => after.People[externalId].Suspended = suspend],
                    Audit = [suspend ? "person.suspended" : "person.reactivated"],
                };
            default:
                var groups = model.Groups.Where(_ => random.Next(2) == 0).ToList();
                return new()
                {
                    RunAsync = async session =>
                    {
                        var all = await session.Store.Groups.ListAsync();
                        var ids = all.Where(group => groups.Contains(group.Name)).Select(group => group.Id).ToList();
                        await session.Store.People.SetGroupsAsync(KioskWorkload.Id(session, externalId), ids, By);
                    },
                    Steps =
                    [
                        after =>
                        {
                            after.People[externalId].Groups.Clear();
                            after.People[externalId].Groups.UnionWith(groups);
                        },
                    ],
                    Audit = ["person.groups-set"],
                };
        }
    }

    private static NewReference[] New(string externalId, int first, int count) =>
    [
        .. Enumerable.Range(first, count).Select(number => new NewReference(KioskModel.Embedding(externalId, number), KioskWorkload.Model, 0.8f, KioskWorkload.Begin, "picture")),
    ];

    private static void Capture(KioskModelPerson person, int count)
    {
        person.References.AddRange(Enumerable.Range(person.Captured, count));
        person.Captured += count;
    }

    private static NewConsent Granted => new(ConsentDecision.Granted, "1", By);
}
