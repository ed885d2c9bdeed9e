using System.CommandLine;
using AccessKiosk.Kiosk.CommandLine;

namespace AccessKiosk.Kiosk.Commands.Store;

/// <summary><c>keys</c>: the master key.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Manage the keys that references are encrypted with.") { Rotate(), DestroyUnused() };

    /// <summary>Says that keys outlived their rows, and what ends that.</summary>
    public static void TellUnused(int keys)
    {
        if (keys > 0)
            Terminal.Say($"{keys:N0} keys belong to no row: they still open what newer backups, and the database before a restore, hold of people erased since. keys destroy-unused ends that");
    }

    private static Command Rotate()
    {
        var key = new Option<FileInfo?>("--new-key") { Description = "File with the new master key (64 hexadecimal digits, mode 0600). Default: a new one is created. Required if the key is a systemd credential." };
        var by = StoreArguments.By();
        return new Command("rotate", "Wrap every data key with a new master key.") { key, by }.Writes(Arguments.Settings(), async (parsed, store, cancellationToken) =>
        {
            await store.RotateKeysAsync(parsed.GetRequiredValue(by), parsed.GetValue(key)?.FullName, cancellationToken);
            var status = await store.StatusAsync(cancellationToken);
            Terminal.Say($"rotated: the master key is now {status.MasterKey}; keep a copy of it and of the key store apart from the backups");
            return ExitCode.Success;
        });
    }

    private static Command DestroyUnused()
    {
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask for confirmation." };
        var by = StoreArguments.By();
        return new Command("destroy-unused", "Destroy keys that nothing refers to after an older backup was restored. Newer backups lose what was stored after it. Audited.") { yes, by }.Writes(Arguments.Settings(), async (parsed, store, cancellationToken) =>
        {
            var unused = (await store.StatusAsync(cancellationToken)).UnusedKeys;
            if (unused > 0 && !parsed.GetValue(yes) && !await Confirmation.AskAsync(
                "Destroying keys", $"Destroy {unused} keys for good? Newer backups, and the database kept at a restore, can then not be read for whomever they belong to.", cancellationToken))
            {
                Terminal.Say("nothing was destroyed");
                return ExitCode.Negative;
            }

            Terminal.Say($"destroyed: {await store.Privacy.DestroyUnusedKeysAsync(parsed.GetRequiredValue(by), cancellationToken):N0} keys that no row named");
            return ExitCode.Success;
        });
    }
}
