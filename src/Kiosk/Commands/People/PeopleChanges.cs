using System.CommandLine;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Storage;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary>The commands under <c>people</c> that change a person.</summary>
internal static class PeopleChanges
{
    public static Command Add()
    {
        var name = new Argument<string>("NAME") { Description = "The person's name, in any script." };
        var external = new Option<string?>("--external-id") { Description = "Staff number or another external identifier; unique." };
        var note = new Option<string?>("--note") { Description = "A remark." };
        var from = new Option<string?>("--from") { Description = "First day of admission, 2030-01-31, or the moment." };
        var until = new Option<string?>("--until") { Description = "Last day of admission, 2030-12-31 (to its end at the site), or the moment, 2030-12-31T18:00." };
        var json = Arguments.Json();
        var by = StoreArguments.By();
        var command = new Command("add", "Add a person without a face, to be enrolled later or to enter by other means.") { name, external, note, from, until, json, by };
        return command.Writes(Arguments.Settings(), async (parsed, store, cancellationToken) =>
        {
            WarnOfNamesakes(store, parsed.GetRequiredValue(name));
            var zone = await SiteRules.ZoneAsync(store, cancellationToken);
            var person = await store.People.AddAsync(
                new()
                {
                    Name = parsed.GetRequiredValue(name), ExternalId = parsed.GetValue(external), Note = parsed.GetValue(note),
                    ValidFrom = DateInput.From(parsed.GetValue(from), zone), ValidUntil = DateInput.Until(parsed.GetValue(until), zone),
                },
                consent: null, parsed.GetRequiredValue(by), cancellationToken);
            return Say(person, "added", parsed.GetValue(json));
        }, creates: true);
    }

    public static Command Suspend() => Change(
        new("suspend", "Stop admitting a person until activated again."), "suspended",
        (store, person, by, _, cancellationToken) => store.People.SetStatusAsync(person, PersonStatus.Suspended, by, cancellationToken));

    public static Command Activate() => Change(
        new("activate", "Admit a suspended person again."), "active",
        (store, person, by, _, cancellationToken) => store.People.SetStatusAsync(person, PersonStatus.Active, by, cancellationToken));

    public static Command Expire()
    {
        var at = new Option<string?>("--at") { Description = "Last day of admission, 2030-12-31 (to its end at the site), or the moment from which the person is not admitted." };
        var never = new Option<bool>("--never") { Description = "No end." };
        var command = new Command("expire", "Set the time from which a person is not admitted.") { at, never };
        command.Validators.Add(result =>
        {
            if (result.GetValue(at) is null == !result.GetValue(never))
                result.AddError("Give either --at DATE or --never.");
        });
        return Change(command, "validity set", async (store, person, by, parsed, cancellationToken) =>
            await store.People.SetValidityAsync(
                person, store.People.Find(person)!.ValidFrom, DateInput.Until(parsed.GetValue(at), await SiteRules.ZoneAsync(store, cancellationToken)), by, cancellationToken));
    }

    public static Command Rename()
    {
        var name = new Argument<string>("NAME") { Description = "The new name." };
        return Change(new("rename", "Change a person's name."), "renamed", (store, person, by, parsed, cancellationToken) =>
            store.People.RenameAsync(person, parsed.GetRequiredValue(name), by, cancellationToken), name);
    }

    public static Command Decline()
    {
        var text = StoreArguments.ConsentText(required: true);
        var taker = StoreArguments.ConsentBy(required: true);
        return Change(
            new("decline", "Record that a person declined or withdrew consent. References are destroyed, in backups too.") { text, taker },
            "recorded", (store, person, by, parsed, cancellationToken) =>
            {
                var granted = store.People.Find(person)?.Consent?.Decision is ConsentDecision.Granted;
                var decision = granted ? ConsentDecision.Withdrawn : ConsentDecision.Declined;
                return store.Consents.RecordAsync(person, StoreArguments.Consent(parsed.GetValue(text), parsed.GetValue(taker), decision), by, cancellationToken);
            });
    }

    /// <summary>Warns that somebody of this name is known: two people may share one, or one be added twice.</summary>
    public static void WarnOfNamesakes(KioskStore store, string name)
    {
        if (store.People.SameName(name) is { Count: > 0 } same)
            Terminal.Messages.MarkupLineInterpolated($"[yellow]note:[/] {same.Count} {(same.Count == 1 ? "person has" : "people have")} this name already: {string.Join(", ", same.Select(p => p.Id))}");
    }

    /// <summary>Prints what was done to whom.</summary>
    public static int Say(Person person, string done, bool json)
    {
        if (json)
            JsonLines.WriteLine(Console.Out, PersonReport.Of(person));
        else
            AnsiConsole.MarkupLineInterpolated($"{person.Name} ({person.Id}): {done}");
        return ExitCode.Success;
    }

    private static Command Change(
        Command command, string done, Func<KioskStore, PersonId, string, ParseResult, CancellationToken, Task<Person>> change, Argument<string>? further = null)
    {
        var person = StoreArguments.Person();
        var json = Arguments.Json();
        var by = StoreArguments.By();
        command.Arguments.Add(person);
        if (further is not null)
            command.Arguments.Add(further);
        command.Options.Add(json);
        command.Options.Add(by);
        return command.Writes(Arguments.Settings(), async (parsed, store, cancellationToken) =>
        {
            var found = StoreArguments.Find(store, parsed.GetRequiredValue(person));
            return Say(await change(store, found.Id, parsed.GetRequiredValue(by), parsed, cancellationToken), done, parsed.GetValue(json));
        });
    }
}
