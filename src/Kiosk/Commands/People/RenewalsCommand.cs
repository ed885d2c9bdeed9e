using System.CommandLine;
using AccessKiosk.Access.Maintenance;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary><c>people renewals</c>: newer references that confident matches propose.</summary>
internal static class RenewalsCommand
{
    public static Command Create() => new("renewals", "List, accept and reject newer references that confident matches propose (Enrollment:Renewal; off by default).") { List(), Accept(), Reject() };

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Also accepted, rejected and expired ones." };
        var json = Arguments.Json();
        return new Command("list", "List pending proposals, newest first.") { all, json }.Reads(Arguments.Settings(), async (parsed, store, cancellationToken) =>
        {
            var renewals = await store.Renewals.ListAsync(waitingOnly: !parsed.GetValue(all), cancellationToken);
            if (parsed.GetValue(json))
                foreach (var renewal in renewals)
                    JsonLines.WriteLine(Console.Out, Line(renewal, store));
            else
                Print(renewals, store);
            return ExitCode.Success;
        });
    }

    private static Command Accept()
    {
        var person = StoreArguments.Person();
        var by = StoreArguments.By();
        var settings = Arguments.Settings();
        var command = new Command("accept", "Make a person's pending proposal a reference; references of the enrolment stay.") { person, by, settings };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            options.Store.EnsureExists();
            await using var workforce = await EnrolledPopulation.OpenAsync(options.Store, options.Recognition.Thresholds, StoreAccess.Exclusive, TimeProvider.System, cancellationToken);
            var found = StoreArguments.Find(workforce.Store, parsed.GetRequiredValue(person));
            await workforce.Store.Renewals.AcceptAsync(
                found.Id, options.Enrollment.Renewal, ReferenceRenewals.StrictThreshold(workforce), parsed.GetRequiredValue(by), cancellationToken);
            return PeopleChanges.Say(workforce.Store.People.Find(found.Id)!, "renewed", json: false);
        });
    }

    private static Command Reject()
    {
        var person = StoreArguments.Person();
        var by = StoreArguments.By();
        return new Command("reject", "Delete a person's pending proposal.") { person, by }.Writes(Arguments.Settings(), async (parsed, store, cancellationToken) =>
        {
            var found = StoreArguments.Find(store, parsed.GetRequiredValue(person));
            await store.Renewals.RejectAsync(found.Id, parsed.GetRequiredValue(by), cancellationToken);
            return PeopleChanges.Say(found, "proposal rejected", json: false);
        });
    }

    private static void Print(IReadOnlyList<ReferenceRenewal> renewals, KioskStore store)
    {
        var table = new Table().AddColumns("person", "name", "seen", "score", "threshold", "enrolment", "quality", "state");
        table.Columns[0].NoWrap();
        foreach (var r in renewals)
            table.AddRow(
                new Text(r.Person.ToString()), new Text(Name(r.Person, store) ?? ""), new Text($"{r.CapturedAt:u}"), new Text($"{r.Score:0.000}"), new Text($"{r.Threshold:0.000}"),
                new Text($"{r.EnrollmentScore:0.000}"), new Text($"{r.Quality:0.00}"), new Text(State(r)));
        if (renewals.Count > 0)
            AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"{renewals.Count:N0} {(renewals.Count == 1 ? "proposal" : "proposals")}");
    }

    private static object Line(ReferenceRenewal r, KioskStore store) => new
    {
        person = r.Person.ToString(), name = Name(r.Person, store), state = State(r), r.Score, r.Threshold, r.EnrollmentScore, r.Quality, r.CapturedAt, r.DecidedBy, r.DecidedAt,
    };

    private static string State(ReferenceRenewal renewal) => renewal.State.ToString().ToLowerInvariant();

    private static string? Name(PersonId person, KioskStore store) => store.People.Find(person)?.Name;
}
