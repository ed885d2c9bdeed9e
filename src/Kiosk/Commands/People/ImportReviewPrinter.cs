using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Storage.Events;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary>Shows what an import would do, before anything is stored.</summary>
internal static class ImportReviewPrinter
{
    public static void Print(ImportReview review, bool json)
    {
        if (json)
        {
            JsonLines.WriteLine(Console.Out, new
            {
                people = review.People.Select(one => new { one.Entry.Folder, one.Entry.Person.Name, one.Entry.Person.ExternalId, Outlook = SnakeCase.Name(one.Outlook), one.Why, one.References, one.Faults }),
                review.LeftOut,
            });
            return;
        }

        foreach (var one in review.People)
        {
            Say($"{SnakeCase.Name(one.Outlook).Replace('_', ' '),-10} {one.Entry.Person.Name} ({one.Entry.Person.ExternalId}): {one.Why ?? $"{one.References} references"}");
            foreach (var fault in one.Faults)
                Say($"             {fault.File}: {fault.Reason}");
        }

        foreach (var file in review.LeftOut)
            Say($"no picture {Path.Combine(file.Folder, file.File)}: {file.Reason}");
        Say($"{review.Stored:N0} of {review.People.Count:N0} people would be stored. Nothing is stored yet.");
    }

    private static void Say(string line) => AnsiConsole.WriteLine(Terminal.Plain(line));
}
