using System.CommandLine;
using AccessKiosk.Enrollment.People;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands;

/// <summary><c>people erase</c>: the right to be forgotten (GDPR art. 17).</summary>
internal static class EraseCommand
{
    public static Command Create()
    {
        var person = StoreArguments.Person();
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var certificate = new Option<FileInfo?>("--certificate") { Description = "Write the certificate to a file too." };
        var by = StoreArguments.By();
        var command = new Command("erase", "Erase a person for good, in backups too, and print the certificate (JSON).") { person, yes, certificate, by };
        return command.Writes(Arguments.Settings(), async (parsed, store, cancellation) =>
        {
            var found = StoreArguments.Find(store, parsed.GetRequiredValue(person));
            if (!parsed.GetValue(yes) && !await AgreesAsync(found, cancellation))
            {
                Terminal.Messages.MarkupLine("nothing was erased");
                return ExitCode.Negative;
            }
            var json = (await store.Privacy.EraseAsync(found.Id, parsed.GetRequiredValue(by), cancellation)).ToJson();
            Console.WriteLine(json);
            if (parsed.GetValue(certificate) is { } file)
                await PrivateFile.WriteTextAsync(file.FullName, json + "\n");
            return ExitCode.Success;
        });
    }

    private static async Task<bool> AgreesAsync(Person person, CancellationToken cancellation)
    {
        if (Console.IsInputRedirected)
            throw new InputException("Erasing cannot be undone: add --yes to go on without being asked.");
        var prompt = new ConfirmationPrompt(Markup.Escape($"Erase {person.Name} ({person.Id}, {person.References} references) for good, in backups too?")) { DefaultValue = false };
        return await prompt.ShowAsync(Terminal.Messages, cancellation);
    }
}
