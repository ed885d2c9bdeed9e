using System.CommandLine;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Calibration.Report;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary><c>enrol</c> and <c>people enrol</c>: take somebody's references.</summary>
internal static class EnrolCommand
{
    private sealed record Report(PersonReport? Person, int References, int Wanted, bool Full, IEnumerable<RefusedPicture> Refused, IEnumerable<Alike> LooksLike);

    private sealed record Alike(string Person, string? Name, float Score, double Fmr);

    /// <summary>Enrols somebody new.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The person's name, in any script." };
        var external = new Option<string?>("--external-id") { Description = "Staff number or another external identifier; unique." };
        var note = new Option<string?>("--note") { Description = "A remark." };
        var until = new Option<string?>("--until") { Description = "Last day of admission, 2030-12-31 (to its end at the site), or the moment, 2030-12-31T18:00." };
        var command = new Command("enrol", "Enrol a person from a picture, a recording, a folder of pictures or the camera.") { name, external, note, until };
        return Build(command, (_, parsed, zone) => (null, new NewPerson
        {
            Name = parsed.GetRequiredValue(name), ExternalId = parsed.GetValue(external), Note = parsed.GetValue(note), ValidUntil = DateInput.Until(parsed.GetValue(until), zone),
        }));
    }

    /// <summary>Takes references of somebody known.</summary>
    public static Command More()
    {
        var person = StoreArguments.Person();
        return Build(
            new("enrol", "Add references of a person who is already in the store.") { person },
            (store, parsed, _) => (StoreArguments.Find(store, parsed.GetRequiredValue(person)), null));
    }

    private static Command Build(Command command, Func<KioskStore, ParseResult, TimeZoneInfo, (Person? Known, NewPerson? Fresh)> who)
    {
        command.Aliases.Add("enroll");
        var from = new Option<string>("--from") { Description = "A picture, a recording, a folder of pictures, or 'camera' for a guided enrolment at the configured camera.", Required = true };
        var text = StoreArguments.ConsentText(required: true);
        var taker = StoreArguments.ConsentBy(required: true);
        var allow = new Option<bool>("--allow-duplicate") { Description = "Enrol although somebody enrolled looks the same; you confirm that they are two people. Audited." };
        var by = StoreArguments.By();
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        foreach (var option in new Option[] { from, text, taker, allow, by, json, settings })
            command.Options.Add(option);
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            // Consent comes first: without it no camera is opened and no picture read.
            var consent = StoreArguments.Consent(parsed.GetValue(text), parsed.GetValue(taker));
            await using var workforce = await EnrolledPopulation.OpenAsync(options.Store, options.Recognition.Thresholds, StoreAccess.Exclusive, TimeProvider.System, cancellationToken);
            var (known, fresh) = who(workforce.Store, parsed, await SiteRules.ZoneAsync(workforce.Store, cancellationToken));
            if (fresh is not null)
                Check(workforce.Store, fresh);
            var taken = await EnrollmentCaptures.TakeAsync(parsed.GetRequiredValue(from), options, workforce.Points.MinAgreement, consent, cancellationToken);
            var enroller = new Enroller(workforce, TimeProvider.System);
            var (operatorName, twin) = (parsed.GetRequiredValue(by), parsed.GetValue(allow));
            var outcome = known is null
                ? await enroller.EnrolAsync(fresh!, consent, taken.Report.Kept, taken.Source, operatorName, twin, cancellationToken)
                : await enroller.AddAsync(known.Id, consent, taken.Report.Kept, taken.Source, operatorName, twin, cancellationToken);
            Tell(outcome, taken.Report, workforce, options.Enrollment, parsed.GetValue(json));
            return outcome.Person is null ? ExitCode.Negative : ExitCode.Success;
        });
    }

    // What the store would refuse in the end is refused before anybody poses for it.
    private static void Check(KioskStore store, NewPerson fresh)
    {
        PeopleChanges.WarnOfNamesakes(store, fresh.Name);
        if (fresh.ExternalId is { } id && store.People.FindByExternalId(id) is { } taken)
            throw new InputException($"The staff number {id} is taken by person {taken.Id}: use people enrol {taken.Id} to add references to that person.");
    }

    private static void Tell(EnrollmentOutcome outcome, CaptureReport report, EnrolledPopulation workforce, CaptureOptions options, bool json)
    {
        var alike = outcome.LookAlikes.Select(l => new Alike(l.Person.ToString(), workforce.NameOf(l.Person), l.Score, l.Fmr)).ToArray();
        if (json)
        {
            JsonLines.WriteLine(Console.Out, new Report(
                outcome.Person is { } p ? PersonReport.Of(p) : null, report.Kept.Count, options.Wanted, report.Kept.Count >= options.Wanted, report.Refused, alike));
            return;
        }
        foreach (var refused in report.Refused)
            AnsiConsole.MarkupLineInterpolated($"[yellow]not taken:[/] {refused.File}: {refused.Reason}");
        foreach (var other in alike)
            AnsiConsole.MarkupLineInterpolated($"[yellow]looks like {other.Name} ({other.Person}), who is enrolled:[/] score {other.Score:0.000}; {FmrFormatter.Of(other.Fmr)}");
        if (outcome.Person is not { } person)
        {
            AnsiConsole.MarkupLine("[red]not enrolled.[/] The same person: use people enrol PERSON to add references. Another person, a twin perhaps: repeat with --allow-duplicate.");
            return;
        }
        AnsiConsole.MarkupLineInterpolated($"[green]enrolled:[/] {person.Name} ({person.Id}), {report.Kept.Count} references");
        if (report.Kept.Count < options.Wanted)
            AnsiConsole.MarkupLineInterpolated($"[yellow]few:[/] {report.Kept.Count} of {options.Wanted} good captures; recognition is surer with all of them.");
    }
}
