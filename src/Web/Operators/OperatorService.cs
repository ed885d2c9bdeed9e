using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Operators;

/// <summary>Changes operators, one change at a time, and never takes the last admin away.</summary>
internal sealed class OperatorService(KioskStore store, OperatorSession session, Passwords passwords, Invitations invitations) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Adds an operator; without a password, with a link by which they choose one.</summary>
    /// <returns>The link's token; null when a password was given.</returns>
    /// <exception cref="StoreException">The name is taken, or the store cannot be written.</exception>
    public async Task<string?> AddAsync(string name, string role, string? password, string by, CancellationToken cancellationToken)
    {
        var account = await store.Operators.AddAsync(name, Known(role), password is null ? null : passwords.Create(password).Format(), by, cancellationToken);
        return password is null ? invitations.Invite(account.Id) : null;
    }

    /// <summary>Shuts the operator out until they choose a new password by a link; their second factor goes too.</summary>
    /// <returns>The link's token.</returns>
    /// <exception cref="StoreException">It is the last admin: until the link is used nobody could make another.</exception>
    public Task<string> ResetAsync(OperatorAccount account, string by, CancellationToken cancellationToken) => ChangeAsync(
        account, takesAdmin: true, async () =>
        {
            await store.Operators.SetCredentialAsync(account.Id, null, by, cancellationToken);
            return invitations.Invite(account.Id);
        });

    /// <summary>Changes the role.</summary>
    /// <exception cref="StoreException">It is the last admin.</exception>
    public Task SetRoleAsync(OperatorAccount account, string role, string by, CancellationToken cancellationToken) =>
        ChangeAsync(account, Known(role) != Roles.Admin, () => store.Operators.SetRoleAsync(account.Id, role, by, cancellationToken));

    /// <summary>Shuts an operator out, or lets them in again.</summary>
    /// <exception cref="StoreException">It is the last admin.</exception>
    public Task SetDisabledAsync(OperatorAccount account, bool disabled, string by, CancellationToken cancellationToken) =>
        ChangeAsync(account, disabled, () => store.Operators.SetDisabledAsync(account.Id, disabled, by, cancellationToken));

    /// <summary>Sets what proves an operator.</summary>
    public Task SetCredentialAsync(OperatorAccount account, OperatorCredential credential, string by, CancellationToken cancellationToken) =>
        ChangeAsync(account, takesAdmin: false, () => store.Operators.SetCredentialAsync(account.Id, credential.Format(), by, cancellationToken));

    /// <summary>Sets the password of the holder of an invitation, once.</summary>
    /// <returns>The account and its credential; null when the invitation is used up or over.</returns>
    public async Task<(OperatorAccount Account, OperatorCredential Credential)?> AcceptAsync(string? token, string password, CancellationToken cancellationToken)
    {
        if (invitations.Use(token) is not { } id || (await store.Operators.ListAsync(cancellationToken)).FirstOrDefault(o => o.Id == id) is not { DisabledAt: null } account)
            return null;
        var credential = passwords.Create(password);
        await SetCredentialAsync(account, credential, account.Name, cancellationToken);
        return (account, credential);
    }

    public void Dispose() => _gate.Dispose();

    private async Task<T> ChangeAsync<T>(OperatorAccount account, bool takesAdmin, Func<Task<T>> change)
    {
        await _gate.WaitAsync();
        try
        {
            if (takesAdmin && await IsLastAdminAsync(account))
                throw new StoreException(StoreFault.Conflict, $"{account.Name} is the last admin who can sign in: make another one first.");
            var result = await change();
            session.Forget(account.Name);
            return result;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<bool> IsLastAdminAsync(OperatorAccount account)
    {
        // One who was invited and has no password yet cannot let anybody in.
        var admins = (await store.Operators.ListAsync()).Where(o => o is { Role: Roles.Admin, DisabledAt: null, Credential: not null }).ToList();
        return admins is [var only] && only.Id == account.Id;
    }

    private static string Known(string role) =>
        Roles.All.Contains(role, StringComparer.Ordinal) ? role : throw new StoreException(StoreFault.Invalid, $"There is no role '{role}': choose one of {string.Join(", ", Roles.All)}.");
}
