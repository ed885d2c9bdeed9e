using System.CommandLine;
using AccessKiosk.Access.Doors;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.CommandLine;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary><c>people forgive</c>: forgets where people are recorded to be (anti-passback). While the kiosk runs, its pages and its API do it.</summary>
internal static class ForgiveCommand
{
    public static Command Create()
    {
        var person = new Argument<string?>("PERSON") { Description = "Identifier, staff number, or a full name that only one person has.", Arity = ArgumentArity.ZeroOrOne };
        var group = new Option<string?>("--group") { Description = "The members of this group instead." };
        var everybody = new Option<bool>("--all") { Description = "Everybody instead." };
        var json = Arguments.Json();
        var by = StoreArguments.By();
        var command = new Command("forgive", "Forget where a person, a group or everybody is recorded to be (anti-passback): the next door lets them in.") { person, group, everybody, json, by };
        return command.Writes(Arguments.Settings(), async (parsed, store, cancellationToken) =>
        {
            var (name, members) = (parsed.GetValue(person), parsed.GetValue(group));
            if (new[] { name is not null, members is not null, parsed.GetValue(everybody) }.Count(given => given) != 1)
                throw new InputException("Say whom: PERSON, --group NAME or --all.");
            var whose = new Forgiveness(name is null ? null : StoreArguments.Find(store, name).Id, members is null ? null : await GroupAsync(store, members, cancellationToken));
            await whose.RecordAsync(store, parsed.GetRequiredValue(by), cancellationToken);
            var forgiven = await PersistedAccessState.ForgiveAsync(store, whose.People(store), cancellationToken);
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, new { forgiven });
            else
                Console.WriteLine(forgiven == 1 ? "1 person was recorded somewhere, and is forgiven." : $"{forgiven} people were recorded somewhere, and are forgiven.");
            return ExitCode.Success;
        });
    }

    private static async Task<Guid> GroupAsync(KioskStore store, string name, CancellationToken cancellationToken) =>
        (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))?.Id
            ?? throw new InputException($"There is no group '{name}'.");
}
