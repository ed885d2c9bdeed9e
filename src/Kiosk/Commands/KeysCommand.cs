using System.CommandLine;

namespace AccessKiosk.Kiosk.Commands;

/// <summary><c>keys</c>: the master key.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "The keys that references are encrypted with.") { Rotate() };

    private static Command Rotate()
    {
        var key = new Option<FileInfo?>("--new-key") { Description = "The new master key (64 hexadecimal digits, mode 0600); one is made when absent. Needed where the key is a systemd credential." };
        var by = StoreArguments.By();
        return new Command("rotate", "Wrap every data key under a new master key.") { key, by }.Writes(Arguments.Settings(), async (parsed, store, cancellation) =>
        {
            await store.RotateKeysAsync(parsed.GetRequiredValue(by), parsed.GetValue(key)?.FullName, cancellation);
            var status = await store.StatusAsync(cancellation);
            Terminal.Say($"rotated: the master key is now {status.MasterKey}; keep a copy of it and of the key store apart from the backups");
            return ExitCode.Success;
        });
    }
}
