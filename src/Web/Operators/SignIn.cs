using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Operators.Attempts;
using AccessKiosk.Web.Operators.SecondFactor;

namespace AccessKiosk.Web.Operators;

/// <summary>What became of an attempt to sign in.</summary>
internal enum SignInResult
{
    /// <summary>Wrong name, password or code; the message never says which.</summary>
    Wrong,

    /// <summary>Too many failures; wait.</summary>
    Wait,

    /// <summary>In.</summary>
    Success,
}

/// <summary>
/// Checks an operator: password, second factor, back-off; attempts are audited. A device that the operator has signed in from before
/// has a lane of its own, so that a stranger's wrong passwords do not keep the operator out.
/// </summary>
internal sealed class SignIn(KioskStore store, Passwords passwords, SignInThrottle throttle, PastFailures past, SignInWork work, SignInAudit audit, TotpSecrets secrets, UsedCodes used, TimeProvider time)
{
    /// <summary>Checks.</summary>
    /// <param name="name">The name, as typed.</param>
    /// <param name="password">The password, as typed.</param>
    /// <param name="code">The second factor's code, if one was typed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="deviceOf">The identifier of the device, if the operator has signed in from it before; default: unknown.</param>
    public async Task<(SignInResult Result, OperatorAccount? Account, OperatorCredential? Credential, TimeSpan Wait)> CheckAsync(
        string name, string password, string? code, CancellationToken cancellationToken, Func<OperatorAccount, string?>? deviceOf = null)
    {
        var trimmed = name.Trim();
        var account = trimmed.Length is > 0 and <= OperatorStore.LongestName ? await store.Operators.FindAsync(trimmed, cancellationToken) : null;
        await past.RecallAsync(cancellationToken);
        // By the account: one name can be written in many ways, and none of them is a way around the back-off.
        var device = account is null ? null : deviceOf?.Invoke(account);
        var key = account is null ? SignInThrottle.Key(trimmed) : device is null ? SignInThrottle.Key(account) : SignInThrottle.Key(account, device);
        if (throttle.Wait(key) is { Ticks: > 0 } wait)
            return (SignInResult.Wait, null, null, wait);
        var credential = account is { DisabledAt: null } ? OperatorCredential.Parse(account.Credential) : null;
        if (await work.TryAsync(() => passwords.Verify(credential, password), isKnown: device is not null, cancellationToken) is not { } isPassword)
            return (SignInResult.Wait, null, null, SignInWork.Busy);
        // Guesses that were sent all at once are answered as if they had come one after the other.
        if (throttle.Wait(key) is { Ticks: > 0 } meanwhile)
            return (SignInResult.Wait, null, null, meanwhile);
        var step = isPassword && credential!.Totp is { } stored ? Step(stored, code) : null;
        if (!isPassword || (credential!.Totp is not null && !(step is { } taken && await used.TryTakeAsync(account!.Id, taken, cancellationToken))))
        {
            throttle.Fail(key);
            // An unknown name may be a password typed in the wrong field: it is not written down.
            await audit.FailedAsync(account?.Name ?? "nobody", account?.Id.ToString("N"), cancellationToken);
            return (SignInResult.Wrong, null, null, TimeSpan.Zero);
        }

        throttle.Clear(key);
        await audit.SignedInAsync(account!, step, cancellationToken);
        return (SignInResult.Success, account, credential, TimeSpan.Zero);
    }

    // A secret that cannot be read any more is nobody's: an admin makes a new link.
    private long? Step(string stored, string? code) =>
        code is null || secrets.Open(stored) is not { } secret ? null : Totp.Step(secret, code.Replace(" ", "", StringComparison.Ordinal), time.GetUtcNow());
}
