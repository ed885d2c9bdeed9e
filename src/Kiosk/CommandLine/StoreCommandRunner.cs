using System.CommandLine;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using Spectre.Console;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Runs commands that need the store: opened for the command, closed when it ends.</summary>
internal static class StoreCommandRunner
{
    /// <summary>Sets the action of a command that changes the store.</summary>
    /// <param name="command">The command.</param>
    /// <param name="settings">Its option for settings.</param>
    /// <param name="work">What it does.</param>
    /// <param name="creates">Whether it makes a store where there is none; what changes something must not answer from an empty one.</param>
    public static Command Writes(this Command command, Option<string[]> settings, Func<ParseResult, KioskStore, CancellationToken, Task<int>> work, bool creates = false) =>
        command.Opens(settings, _ => StoreAccess.Exclusive, work, creates);

    /// <summary>Sets the action of a command that only reads; it works beside a running kiosk.</summary>
    public static Command Reads(this Command command, Option<string[]> settings, Func<ParseResult, KioskStore, CancellationToken, Task<int>> work) =>
        command.Opens(settings, _ => StoreAccess.Read, work);

    /// <summary>
    /// Sets the action of a command that writes its audit entry where it can, and works all the same beside a running
    /// kiosk, which alone may write.
    /// </summary>
    public static Command ReadsAudited(this Command command, Option<string[]> settings, Func<ParseResult, KioskStore, CancellationToken, Task<int>> work)
    {
        command.Options.Add(settings);
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            options.Store.EnsureExists();
            await using var store = await OpenAuditedAsync(access => KioskStore.OpenAsync(options.Store, access, TimeProvider.System, cancellationToken));
            return await work(parsed, store, cancellationToken);
        });
    }

    /// <summary>Opens the store so that what is read can be audited at once; for reading only beside a running kiosk, and where it cannot be written.</summary>
    public static async Task<T> OpenAuditedAsync<T>(Func<StoreAccess, Task<T>> open)
    {
        try
        {
            return await open(StoreAccess.Exclusive);
        }
        catch (StoreException fault) when (fault.Fault is StoreFault.Locked or StoreFault.ReadOnly or StoreFault.DiskFull)
        {
            try
            {
                return await open(StoreAccess.Read);
            }
            catch (StoreException) when (fault.Fault is not StoreFault.Locked)
            {
                // Why it cannot be written says more than why it cannot be read then.
                throw new StoreException(fault.Fault, fault.Message, fault);
            }
        }
    }

    /// <summary>Audits a look at what stays on the kiosk; where that cannot be recorded, it is said and not refused.</summary>
    public static async Task AuditLookAsync(this KioskStore store, string by, string action, string? subject, object? details, CancellationToken cancellationToken)
    {
        try
        {
            await store.Audit.RecordAsync(by, action, subject, details, cancellationToken);
        }
        catch (StoreException fault)
        {
            Terminal.Messages.MarkupLineInterpolated($"[yellow]this is not in the audit:[/] {fault.Message}");
        }
    }

    /// <summary>Sets the action of a command whose options say whether it changes the store.</summary>
    public static Command Opens(
        this Command command, Option<string[]> settings, Func<ParseResult, StoreAccess> access, Func<ParseResult, KioskStore, CancellationToken, Task<int>> work, bool creates = false)
    {
        command.Options.Add(settings);
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            if (!creates)
                options.Store.EnsureExists();
            await using var store = await KioskStore.OpenAsync(options.Store, access(parsed), TimeProvider.System, cancellationToken);
            return await work(parsed, store, cancellationToken);
        });
    }
}
