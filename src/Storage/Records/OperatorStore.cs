using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Records;

/// <summary>Someone who may sign in; <see cref="ToString"/> withholds the credential.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Name">The sign-in name; unique, case does not matter.</param>
/// <param name="Role">What they may do, in the kiosk's words.</param>
/// <param name="Credential">The hashed password or whatever proves them; opaque here.</param>
/// <param name="CreatedAt">When added.</param>
/// <param name="DisabledAt">When shut out; null for not.</param>
public sealed record OperatorAccount(
    Guid Id, string Name, string Role, string? Credential, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt)
{
    /// <summary>Name and role.</summary>
    public override string ToString() => $"{Name} ({Role})";
}

/// <summary>Operators.</summary>
public sealed class OperatorStore
{
    /// <summary>The longest sign-in name, in UTF-16 code units.</summary>
    public const int LongestName = KioskDb.NameLength;

    private readonly StoreCore _core;

    internal OperatorStore(StoreCore core) => _core = core;

    /// <summary>What two names that people take for the same have in common: <see cref="FindAsync"/> goes by it.</summary>
    public static string Key(string name) => Check.Key(name);

    /// <summary>Every operator, by name.</summary>
    public Task<IReadOnlyList<OperatorAccount>> ListAsync(CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<OperatorAccount>>(
            async (db, token) => (await db.Operators.AsNoTracking().OrderBy(row => row.NameKey).ToListAsync(token)).ConvertAll(Record),
            cancellationToken);

    /// <summary>The operator of this name, or null.</summary>
    public Task<OperatorAccount?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        var key = Check.Key(name ?? "");
        return _core.ReadAsync(
            async (db, token) =>
                await db.Operators.AsNoTracking().SingleOrDefaultAsync(row => row.NameKey == key, token) is { } row ? Record(row) : null,
            cancellationToken);
    }

    /// <summary>Adds an operator.</summary>
    public Task<OperatorAccount> AddAsync(
        string name, string role, string? credential, string by, CancellationToken cancellationToken = default)
    {
        var normal = OperatorName.Checked(name, LongestName);
        var part = Check.Text(role, "the role", 50);
        return _core.WriteAsync(
            async (work, token) =>
            {
                var key = Check.Key(normal);
                if (await work.Db.Operators.AnyAsync(row => row.NameKey == key, token))
                    throw new StoreException(StoreFault.Conflict, $"There is an operator named {normal} already: choose another name.");
                var skeleton = OperatorName.Skeleton(normal);
                if ((await work.Db.Operators.Select(row => row.Name).ToListAsync(token)).Find(other => string.Equals(OperatorName.Skeleton(other), skeleton, StringComparison.Ordinal)) is { } alike)
                    throw new StoreException(StoreFault.Conflict, $"{normal} looks like {alike}, who is an operator already: choose another name.");
                var row = new OperatorRow
                {
                    Id = Guid.CreateVersion7(),
                    Name = normal,
                    NameKey = key,
                    Role = part,
                    Credential = credential,
                    CreatedAt = work.Now,
                };
                work.Db.Operators.Add(row);
                work.Audit(by, "operator.added", row.Id.ToString("N"), new { name = normal, role = part });
                return Record(row);
            },
            cancellationToken);
    }

    /// <summary>Replaces the credential.</summary>
    public Task<OperatorAccount> SetCredentialAsync(Guid id, string? credential, string by, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, by, "operator.credential-set", null, (row, _) => row.Credential = credential, cancellationToken);

    /// <summary>Changes the role.</summary>
    public Task<OperatorAccount> SetRoleAsync(Guid id, string role, string by, CancellationToken cancellationToken = default)
    {
        var part = Check.Text(role, "the role", 50);
        return ChangeAsync(id, by, "operator.role-set", new { role = part }, (row, _) => row.Role = part, cancellationToken);
    }

    /// <summary>Shuts an operator out, or lets them in again.</summary>
    public Task<OperatorAccount> SetDisabledAsync(Guid id, bool disabled, string by, CancellationToken cancellationToken = default) =>
        ChangeAsync(
            id,
            by,
            disabled ? "operator.disabled" : "operator.enabled",
            null,
            (row, now) => row.DisabledAt = disabled ? now : null,
            cancellationToken);

    private static OperatorAccount Record(OperatorRow row) =>
        new(row.Id, row.Name, row.Role, row.Credential, row.CreatedAt, row.DisabledAt);

    private Task<OperatorAccount> ChangeAsync(
        Guid id, string by, string action, object? details, Action<OperatorRow, DateTimeOffset> change, CancellationToken cancellationToken) =>
        _core.WriteAsync(
            async (work, token) =>
            {
                var row = await work.Db.Operators.SingleOrDefaultAsync(row => row.Id == id, token)
                    ?? throw new StoreException(StoreFault.NotFound, $"There is no operator {id:N}.");
                change(row, work.Now);
                work.Audit(by, action, id.ToString("N"), details);
                return Record(row);
            },
            cancellationToken);
}
