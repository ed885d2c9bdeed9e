using AccessKiosk.Storage;

namespace AccessKiosk.PowerCut.Engines;

/// <summary>Chooses operations: each is a function of the seed, its number, and the model before it.</summary>
internal static class KioskWorkload
{
    public const string By = "workload";
    public static readonly string Model = new('a', 64);
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The model after a number of operations.</summary>
    public static KioskModel After(int seed, int count)
    {
        var model = new KioskModel();
        for (var number = 0; number < count; number++)
            Choose(model, seed, number).Apply(model);
        return model;
    }

    /// <summary>What the audit says after a number of operations.</summary>
    public static List<string> AuditAfter(int seed, int count)
    {
        var model = new KioskModel();
        var audit = new List<string>();
        for (var number = 0; number < count; number++)
        {
            var operation = Choose(model, seed, number);
            operation.Apply(model);
            audit.AddRange(operation.Audit);
        }

        return audit;
    }

    public static KioskOperation Choose(KioskModel model, int seed, int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        var kind = random.Next(40);
        var externalId = Someone(model, random);
        return (kind, externalId) switch
        {
            (< 6, _) => SiteOperations.Event(number, externalId),
            (< 9, _) => SiteOperations.Burst(number, externalId, random.Next(2, 9)),
            (< 14, _) or (_, null) => PeopleOperations.Enrol(model, random, 1),
            (< 16, _) => PeopleOperations.Enrol(model, random, random.Next(3, 9)),
            (< 21, _) => PeopleOperations.Erase(externalId),
            (< 22, _) => SiteOperations.Restart(),
            (< 25, _) => SiteOperations.Rotate(),
            (< 27, _) => SiteOperations.Alert(number, externalId),
            (< 29, _) => SiteOperations.Setting(model, random, number),
            (< 30, _) => SiteOperations.Calibration(number),
            (< 31, _) => SiteOperations.Group(model),
            (< 34, _) => PeopleOperations.Consent(model, externalId),
            (< 36, _) => PeopleOperations.References(model, externalId, random.Next(1, 4)),
            _ => PeopleOperations.Profile(model, externalId, random, number),
        };
    }

    public static PersonId Id(KioskSession session, string externalId) => session.Store.People.FindByExternalId(externalId)!.Id;

    public static DateTimeOffset At(int number) => Begin.AddHours(number);

    private static string? Someone(KioskModel model, Random random) =>
        model.People.Count == 0 ? null : model.People.Keys.ElementAt(random.Next(model.People.Count));
}
