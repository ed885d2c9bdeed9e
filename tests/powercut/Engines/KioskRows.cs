using System.Globalization;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.PowerCut.Engines;

/// <summary>Reads every row of an open store as the lines of <see cref="KioskModel"/>.</summary>
internal static class KioskRows
{
    private const string By = "checker";
    private const int All = 10_000;

    public static async Task<List<string>> ReadAsync(KioskStore store, CancellationToken cancellationToken)
    {
        var people = store.People.List();
        var names = people.ToDictionary(person => person.Id, person => person.ExternalId);
        var groups = (await store.Groups.ListAsync(cancellationToken)).ToDictionary(group => group.Id, group => group.Name);
        var lines = new List<string>();
        foreach (var person in people)
            lines.Add(await LineAsync(store, person, groups, cancellationToken));
        foreach (var row in await store.Events.QueryAsync(new() { Limit = All }, cancellationToken))
            lines.Add(KioskModel.EventLine((int)row.Score!, Name(row.Person), row.Track));
        foreach (var row in await store.Alerts.ListAsync(limit: All, cancellationToken: cancellationToken))
        {
            var picture = row.HasPicture ? await store.Alerts.ReadPictureAsync(row.Id, By, cancellationToken) : null;
            lines.Add(KioskModel.AlertLine(int.Parse(row.Cue!, CultureInfo.InvariantCulture), Name(row.Person), picture));
        }

        lines.AddRange(groups.Values.Select(KioskModel.GroupLine));
        foreach (var name in new[] { "rules", "doors" })
        {
            if (await store.Settings.FindAsync(name, cancellationToken) is { } setting)
                lines.Add(KioskModel.SettingLine(name, setting.Text, setting.Version));
        }

        lines.AddRange((await store.Calibrations.ListAsync(cancellationToken)).Select(row => KioskModel.CalibrationLine(row.Description)));
        lines.Sort(StringComparer.Ordinal);
        return lines;

        string? Name(PersonId? id) => id is { } known ? names.GetValueOrDefault(known, "somebody unknown") : null;
    }

    private static async Task<string> LineAsync(
        KioskStore store, Person person, Dictionary<Guid, string> groups, CancellationToken cancellationToken)
    {
        var consents = await store.Consents.ListAsync(person.Id, cancellationToken);
        var references = new List<float[]>();
        await store.References.LoadAsync(person.Id, KioskWorkload.Model, (_, embedding) => references.Add(embedding.ToArray()), cancellationToken);
        return KioskModel.PersonLine(
            person.ExternalId!,
            person.Name,
            person.Note,
            person.Status == PersonStatus.Suspended,
            person.LastSeenAt,
            consents.Select(consent => consent.Decision.ToString()),
            person.Groups.Select(group => groups[group]).Order(StringComparer.Ordinal),
            references);
    }
}
