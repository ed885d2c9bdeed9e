using System.Security.Cryptography;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Records;

/// <summary>A key for the API, without the key.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it may do, in the kiosk's words.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ExpiresAt">From when it no longer works; null for never.</param>
/// <param name="LastUsedAt">When it was last used, to the hour.</param>
/// <param name="RevokedAt">When it was revoked; null for not.</param>
public sealed record ApiKey(
    Guid Id, string Name, IReadOnlyList<string> Scopes, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    /// <summary>Whether it works now.</summary>
    public bool IsGood(DateTimeOffset now) => RevokedAt is null && !(now >= ExpiresAt);
}

/// <summary>
/// Keys for the API. A key is 32 random bytes, so a plain SHA-256 of it is as good as a slow hash: there is nothing to guess.
/// </summary>
public sealed class ApiKeyStore
{
    private const string Prefix = "ak_";
    private const int Length = 32;
    private static readonly TimeSpan UseEvery = TimeSpan.FromHours(1);
    private readonly StoreCore _core;

    internal ApiKeyStore(StoreCore core) => _core = core;

    /// <summary>Every key, newest first.</summary>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default) => _core.ReadAsync<IReadOnlyList<ApiKey>>(
        async (db, token) => (await db.ApiKeys.AsNoTracking().OrderByDescending(row => row.CreatedAt).ToListAsync(token)).ConvertAll(Record),
        cancellationToken);

    /// <summary>Makes a key. The secret is given here and never again.</summary>
    public async Task<(ApiKey Key, string Secret)> AddAsync(
        string name, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        var normal = Check.Text(name, "the key's name", KioskDb.NameLength);
        if (scopes.Count == 0)
            throw Check.Invalid("A key without a scope can do nothing: choose at least one.");
        var secret = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length));
        var key = await _core.WriteAsync(
            (work, _) =>
            {
                if (expiresAt <= work.Now)
                    throw Check.Invalid("The key would have expired already: choose a later day.");
                var row = new ApiKeyRow
                {
                    Id = Guid.CreateVersion7(),
                    Name = normal,
                    Hash = Hash(secret),
                    Scopes = string.Join(' ', scopes),
                    CreatedBy = by,
                    CreatedAt = work.Now,
                    ExpiresAt = expiresAt,
                };
                work.Db.ApiKeys.Add(row);
                work.Audit(by, "api-key.added", row.Id.ToString("N"), new { name = normal, scopes, expiresAt });
                return Task.FromResult(Record(row));
            },
            cancellationToken);
        return (key, secret);
    }

    /// <summary>The key whose secret this is; null when there is none, or it works no longer.</summary>
    public async Task<ApiKey?> FindAsync(string secret, CancellationToken cancellationToken = default)
    {
        if (secret is null || secret.Length != Prefix.Length + 2 * Length || !secret.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var hash = Hash(secret);
        var row = await _core.ReadAsync((db, token) => db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, token), cancellationToken);
        var now = _core.Time.GetUtcNow();
        if (row is null || Record(row) is not { } key || !key.IsGood(now))
            return null;
        // An instant in the future is a wrong clock's.
        if (!(row.LastUsedAt <= now && now - row.LastUsedAt < UseEvery))
            await NoteUseAsync(row.Id, now, cancellationToken);
        return key;
    }

    private async Task NoteUseAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await _core.WriteAsync(
                (work, token) => work.Db.ApiKeys.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), token), cancellationToken);
        }
        catch (StoreException)
        {
            // A disk that takes no more shuts no program out: it may have a door to open.
        }
    }

    /// <summary>Ends a key for good.</summary>
    public Task<ApiKey> RevokeAsync(Guid id, string by, CancellationToken cancellationToken = default) => _core.WriteAsync(
        async (work, token) =>
        {
            var row = await work.Db.ApiKeys.SingleOrDefaultAsync(row => row.Id == id, token)
                ?? throw new StoreException(StoreFault.NotFound, $"There is no key {id:N}.");
            row.RevokedAt ??= work.Now;
            work.Audit(by, "api-key.revoked", id.ToString("N"));
            return Record(row);
        },
        cancellationToken);

    private static ApiKey Record(ApiKeyRow row) =>
        new(row.Id, row.Name, row.Scopes.Split(' '), row.CreatedBy, row.CreatedAt, row.ExpiresAt, row.LastUsedAt, row.RevokedAt);

    private static byte[] Hash(string secret) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret));
}
