using System.CommandLine;
using AccessKiosk.Access.Pins;
using AccessKiosk.Enrollment;
using AccessKiosk.Kiosk.CommandLine;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary><c>people pin</c>: sets or clears a person's PIN, which is never an argument: those are seen by everybody on the machine.</summary>
internal static class PinCommand
{
    public static Command Create()
    {
        var person = StoreArguments.Person();
        var clear = new Option<bool>("--clear") { Description = "Remove the PIN; with --duress only the duress PIN." };
        var duress = new Option<bool>("--duress") { Description = "The duress PIN: it opens the door and raises a silent alarm." };
        var json = Arguments.Json();
        var by = StoreArguments.By();
        var command = new Command("pin", "Set a person's PIN, typed without echo or read from the first line of a pipe.") { person, clear, duress, json, by };
        return command.Writes(Arguments.Settings(), async (parsed, store, cancellationToken) =>
        {
            var found = StoreArguments.Find(store, parsed.GetRequiredValue(person));
            var (isDuress, who) = (parsed.GetValue(duress), parsed.GetRequiredValue(by));
            var changed = parsed.GetValue(clear)
                ? await PinStore.ClearAsync(store, found.Id, isDuress, who, cancellationToken)
                : await PinStore.SetAsync(store, found.Id, await ReadAsync(cancellationToken), isDuress, who, cancellationToken);
            return PeopleChanges.Say(changed, (isDuress ? "duress PIN " : "PIN ") + (parsed.GetValue(clear) ? "cleared" : "set"), parsed.GetValue(json));
        });
    }

    private static async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
            return (await Console.In.ReadLineAsync(cancellationToken))?.Trim() ?? throw new InputException("No PIN: type it in a terminal, or give it on the standard input.");
        var pin = await AskAsync("PIN", cancellationToken);
        // Before it is typed again: nobody likes to repeat what is refused then.
        if (PinHasher.Fault(pin) is { } fault)
            throw new InputException(fault);
        return await AskAsync("again", cancellationToken) == pin ? pin : throw new InputException("The two differ; nothing was changed.");
    }

    private static Task<string> AskAsync(string what, CancellationToken cancellationToken) =>
        new TextPrompt<string>(what).Secret(mask: null).ShowAsync(Terminal.Messages, cancellationToken);
}
