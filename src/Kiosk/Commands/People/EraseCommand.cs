using System.CommandLine;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Commands.Store;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary><c>people erase</c>: the right to be forgotten (GDPR art. 17).</summary>
internal static class EraseCommand
{
    public static Command Create()
    {
        var person = StoreArguments.Person();
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask for confirmation." };
        var certificate = new Option<FileInfo?>("--certificate") { Description = "Also write the certificate to a file." };
        var by = StoreArguments.By();
        var command = new Command("erase", "Erase a person permanently, in backups too, and print the certificate (JSON).") { person, yes, certificate, by };
        return command.Writes(Arguments.Settings(), async (parsed, store, cancellationToken) =>
        {
            var found = StoreArguments.Find(store, parsed.GetRequiredValue(person));
            if (!parsed.GetValue(yes) && !await Confirmation.AskAsync("Erasing", $"Erase {found.Name} ({found.Id}, {found.References} references) for good, in backups too?", cancellationToken))
            {
                Terminal.Messages.MarkupLine("nothing was erased");
                return ExitCode.Negative;
            }
            var erased = await store.Privacy.EraseAsync(found.Id, parsed.GetRequiredValue(by), cancellationToken);
            var json = erased.ToJson();
            Console.WriteLine(json);
            KeysCommand.TellUnused(erased.UnusedKeys);
            if (parsed.GetValue(certificate) is { } file)
                await PrivateFile.WriteTextAsync(file.FullName, json + "\n");
            return ExitCode.Success;
        });
    }
}
