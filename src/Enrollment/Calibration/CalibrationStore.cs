using System.Text.Json;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Calibration;

/// <summary>A calibration as stored: the record itself is JSON that the store does not look into.</summary>
/// <param name="Id">The identifier, as events name it.</param>
/// <param name="ModelHash">SHA-256 of the embedder's file that the scores came from.</param>
/// <param name="Description">The data in words.</param>
/// <param name="Json">The record.</param>
/// <param name="CreatedAt">When it was measured.</param>
public sealed record StoredCalibration(Guid Id, string ModelHash, string Description, string Json, DateTimeOffset CreatedAt);

/// <summary>Calibration records.</summary>
public sealed class CalibrationStore
{
    private readonly StoreCore _core;

    internal CalibrationStore(StoreCore core) => _core = core;

    /// <summary>A record was added or removed, durably; handlers must be quick and must not throw.</summary>
    public event EventHandler? Changed;

    /// <summary>Adds a record.</summary>
    public async Task<StoredCalibration> AddAsync(
        string modelHash,
        string description,
        string json,
        string by,
        DateTimeOffset? createdAt = null,
        CancellationToken cancellationToken = default)
    {
        var row = new CalibrationRow
        {
            Id = Guid.CreateVersion7(),
            ModelHash = Check.ModelHash(modelHash),
            Description = Check.Text(description, "the description", KioskDb.TextLength),
            Json = CheckJson(json),
        };
        var added = await _core.WriteAsync(
            (work, _) =>
            {
                row.CreatedAt = createdAt ?? work.Now;
                work.Db.Calibrations.Add(row);
                work.Audit(by, "calibration.added", row.Id.ToString("N"), new { modelHash = row.ModelHash });
                return Task.FromResult(Record(row));
            },
            cancellationToken);
        Changed?.Invoke(this, EventArgs.Empty);
        return added;
    }

    /// <summary>The newest record of a model, or null.</summary>
    public Task<StoredCalibration?> NewestAsync(string modelHash, CancellationToken cancellationToken = default)
    {
        var model = Check.ModelHash(modelHash);
        return _core.ReadAsync(
            async (db, token) => await db.Calibrations.AsNoTracking()
                .Where(row => row.ModelHash == model)
                .OrderByDescending(row => row.CreatedAt)
                .ThenByDescending(row => row.Id)
                .FirstOrDefaultAsync(token) is { } row ? Record(row) : null,
            cancellationToken);
    }

    /// <summary>Every record, newest first.</summary>
    public Task<IReadOnlyList<StoredCalibration>> ListAsync(CancellationToken cancellationToken = default) =>
        _core.ReadAsync<IReadOnlyList<StoredCalibration>>(
            async (db, token) =>
                (await db.Calibrations.AsNoTracking().OrderByDescending(row => row.CreatedAt).ToListAsync(token)).ConvertAll(Record),
            cancellationToken);

    /// <summary>Removes a record.</summary>
    public async Task RemoveAsync(Guid id, string by, CancellationToken cancellationToken = default)
    {
        await _core.WriteAsync(
            async (work, token) =>
            {
                if (await work.Db.Calibrations.Where(row => row.Id == id).ExecuteDeleteAsync(token) == 0)
                    throw new StoreException(StoreFault.NotFound, $"There is no calibration record {id:N}.");
                work.Audit(by, "calibration.removed", id.ToString("N"));
            },
            cancellationToken);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private static string CheckJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return json;
        }
        catch (JsonException fault)
        {
            throw new StoreException(StoreFault.Invalid, $"The calibration record is not JSON: {fault.Message}", fault);
        }
    }

    private static StoredCalibration Record(CalibrationRow row) =>
        new(row.Id, row.ModelHash, row.Description, row.Json, row.CreatedAt);
}
