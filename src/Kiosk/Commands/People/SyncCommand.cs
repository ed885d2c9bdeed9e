using System.CommandLine;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Exchange;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Storage;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary><c>people sync</c>: people as another system knows them, by their numbers.</summary>
internal static class SyncCommand
{
    private const string Listed = "list";
    private const string Suspended = "suspend";

    public static Command Create()
    {
        var source = new Argument<FileInfo>("FILE") { Description = "A CSV with the column number; others may be name, status, valid_from, valid_until, groups, note." };
        var dry = new Option<bool>("--dry-run") { Description = "Say what would be done, and do nothing; also while the kiosk runs." };
        var gone = new Option<string>("--gone") { Description = "What becomes of people whose number the file does not have: list or suspend.", DefaultValueFactory = _ => Listed };
        gone.AcceptOnlyFromAmong(Listed, Suspended);
        var most = new Option<int>("--most-gone") { Description = "If more people than this are gone, nothing is done: a file that was cut short must not shut everybody out.", DefaultValueFactory = _ => ExchangeRun.MostGone };
        var json = Arguments.Json();
        var by = StoreArguments.By();
        var command = new Command("sync", "Take over people from a CSV, by number: new ones are added without a face, changed ones changed. Columns that the file lacks are left as they are; an empty cell clears. Exits with 1 when rows were refused.")
        {
            source, dry, gone, most, json, by,
        };
        return command.Opens(Arguments.Settings(), parsed => parsed.GetValue(dry) ? StoreAccess.Read : StoreAccess.Exclusive, async (parsed, store, cancellationToken) =>
        {
            var plan = await PlanAsync(store, parsed.GetRequiredValue(source), cancellationToken);
            var suspends = parsed.GetValue(gone) == Suspended;
            if (suspends && plan.Gone.Count > parsed.GetValue(most))
                throw new InputException($"{plan.Gone.Count:N0} people are not in the file, more than --most-gone {parsed.GetValue(most):N0}: nothing was done.");
            var done = parsed.GetValue(dry) ? null : await new ExchangeRun(store, parsed.GetRequiredValue(by)).RunAsync(plan, suspends, cancellationToken);
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, new { done, plan = ExchangeReport.Of(plan) });
            else
                Print(plan, done, suspends);
            return plan.Refused.Count == 0 ? ExitCode.Success : ExitCode.Negative;
        });
    }

    private static async Task<ExchangePlan> PlanAsync(KioskStore store, FileInfo file, CancellationToken cancellationToken)
    {
        var content = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        return await ExchangePlanner.PlanAsync(store, PeopleFile.Parse(content, file.Name), await SiteRules.ZoneAsync(store, cancellationToken), cancellationToken);
    }

    private static void Print(ExchangePlan plan, ExchangeDone? done, bool suspends)
    {
        foreach (var row in plan.New)
            Line($"new       {row.Person.ExternalId}  {row.Person.Name}{(row.Namesake is { } same ? $"  (same name, without a number: {same.Id})" : "")}");
        foreach (var row in plan.Changed)
            Line($"changed   {row.Person.ExternalId}  {row.Person.Name}: {string.Join("; ", row.Changes.Select(one => $"{one.Column} {Shown(one.From)} → {Shown(one.To)}"))}");
        foreach (var person in plan.Gone)
            Line($"{(suspends ? "suspended" : "gone     ")} {person.ExternalId}  {person.Name}");
        foreach (var row in plan.Refused)
            Terminal.Say(Terminal.Plain($"line {row.Line} refused: {row.Reason}"));
        if (plan.Unread.Count > 0)
            Terminal.Say(Terminal.Plain($"columns not read: {string.Join(", ", plan.Unread)}"));
        Line(done is null
            ? $"nothing was done: {plan.New.Count:N0} new, {plan.Changed.Count:N0} changed, {plan.Gone.Count:N0} gone, {plan.Unchanged:N0} unchanged, {plan.Refused.Count:N0} refused"
            : $"{done.Added:N0} added, {done.Changed:N0} changed, {done.Suspended:N0} suspended; {plan.Unchanged:N0} unchanged, {plan.Refused.Count:N0} refused");
    }

    private static string Shown(string? value) => string.IsNullOrEmpty(value) ? "(empty)" : value;

    private static void Line(string text) => Console.WriteLine(Terminal.Plain(text));
}
