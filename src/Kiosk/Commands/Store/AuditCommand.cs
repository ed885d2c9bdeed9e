using System.CommandLine;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Kiosk.CommandLine;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Store;

/// <summary><c>audit</c>: who did what, and whether anybody touched that record.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "Verify and list the audit: who did what, in a hash chain.") { Verify(), List() };

    private static Command Verify()
    {
        var json = Arguments.Json();
        return new Command("verify", "Find changed, deleted or reordered entries. Exit code 1 if there are any.") { json }.Reads(Arguments.Settings(), async (parsed, store, cancellationToken) =>
        {
            var report = await store.Audit.VerifyAsync(cancellationToken);
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, new
                {
                    report.Entries, sound = report.IsSound,
                    faults = report.Faults.Select(f => new { kind = f.Kind.ToString().ToLowerInvariant(), f.First, f.Last, what = f.ToString() }), report.Restores,
                });
            else
            {
                foreach (var gap in report.Restores)
                    AnsiConsole.MarkupLineInterpolated($"entries {gap.First} to {gap.Last} are missing because an older backup was restored at {gap.RestoredAt:u}");
                foreach (var fault in report.Faults)
                    AnsiConsole.MarkupLineInterpolated($"[red]{fault}[/]");
                AnsiConsole.MarkupLineInterpolated($"{report.Entries:N0} entries: {(report.IsSound ? "the chain is whole" : "somebody touched the audit")}");
            }
            return report.IsSound ? ExitCode.Success : ExitCode.Negative;
        });
    }

    private static Command List()
    {
        var person = new Option<string?>("--person") { Description = "Only entries about this person (identifier, staff number or name)." };
        var limit = new Option<int>("--limit") { Description = "Number of entries, newest first; 1 to 10,000.", DefaultValueFactory = _ => 50 };
        var json = Arguments.Json();
        return new Command("list", "List entries, newest first.") { person, limit, json }.Reads(Arguments.Settings(), async (parsed, store, cancellationToken) =>
        {
            // An erased person is known by the identifier alone.
            var subject = parsed.GetValue(person) is { } text ? Guid.TryParseExact(text, "N", out _) ? text : StoreArguments.Find(store, text).Id.ToString() : null;
            var entries = await store.Audit.ListAsync(subject, before: null, parsed.GetValue(limit), cancellationToken);
            if (parsed.GetValue(json))
            {
                foreach (var entry in entries)
                    JsonLines.WriteLine(Console.Out, entry);
                return ExitCode.Success;
            }
            var table = new Table().AddColumns("#", "when", "who", "what", "about", "details");
            foreach (var e in entries)
                table.AddRow(new Text($"{e.Sequence}"), new Text($"{e.At:u}"), new Text(e.Actor), new Text(e.Action), new Text(e.Subject ?? ""), new Text(e.Details ?? ""));
            AnsiConsole.Write(table);
            return ExitCode.Success;
        });
    }
}
