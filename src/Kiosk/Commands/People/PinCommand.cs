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
        return command.Writes(Arguments.Settings(), async (parsed, store, cancellation) =>
        {
            var found = StoreArguments.Find(store, parsed.GetRequiredValue(person));
            var (isDuress, who) = (parsed.GetValue(duress), parsed.GetRequiredValue(by));
            var changed = parsed.GetValue(clear)
                ? await PinStore.ClearAsync(store, found.Id, isDuress, who, cancellation)
                : await PinStore.SetAsync(store, found.Id, await ReadAsync(cancellation), isDuress, who, cancellation);
            return PeopleChanges.Say(changed, (isDuress ? "duress PIN " : "PIN ") + (parsed.GetValue(clear) ? "cleared" : "set"), parsed.GetValue(json));
        });
    }

    private static async Task<string> ReadAsync(CancellationToken cancellation)
    {
        if (Console.IsInputRedirected)
            return (await Console.In.ReadLineAsync(cancellation))?.Trim() ?? throw new InputException("No PIN: type it in a terminal, or give it on the standard input.");
        var pin = await AskAsync("PIN", cancellation);
        // Before it is typed again: nobody likes to repeat what is refused then.
        if (PinHasher.Fault(pin) is { } fault)
            throw new InputException(fault);
        return await AskAsync("again", cancellation) == pin ? pin : throw new InputException("The two differ; nothing was changed.");
    }

    private static Task<string> AskAsync(string what, CancellationToken cancellation) =>
        new TextPrompt<string>(what).Secret(mask: null).ShowAsync(Terminal.Messages, cancellation);
}
