using System.Text.Json;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;

namespace AccessKiosk.Storage.Audit;

/// <summary>Walks the chain once and says where it was touched.</summary>
internal sealed class AuditVerifier(AuditChain chain, AuditAnchor anchor)
{
    /// <summary>The entry that a restore writes; its details name the gap that it leaves.</summary>
    public const string Restored = "store.restored";

    private const int MovedSearch = 1000;
    private readonly List<AuditFault> _faults = [];
    private readonly List<AuditGap> _gaps = [];
    private readonly List<AuditRow> _altered = [];
    private readonly HashSet<long> _alteredAt = [];
    private long _entries;
    private long _last;
    private byte[] _hash = AuditChain.Root;

    public async Task<AuditReport> RunAsync(IAsyncEnumerable<AuditRow> rows, CancellationToken cancellationToken)
    {
        await foreach (var row in rows.WithCancellation(cancellationToken))
            Step(row);
        if (_last < anchor.Sequence)
            _faults.Add(new(AuditFaultKind.TailMissing, _last + 1, anchor.Sequence));
        FindMoved();
        return new(_entries, [.. _faults.OrderBy(fault => fault.First)], _gaps);
    }

    private void Step(AuditRow row)
    {
        _entries++;
        var fits = chain.Fits(row, row.Sequence);
        if (!fits)
        {
            _altered.Add(row);
            _alteredAt.Add(row.Sequence);
        }
        else if (row.Sequence == anchor.Sequence && !row.Hash.AsSpan().SequenceEqual(anchor.Hash))
        {
            _faults.Add(new(AuditFaultKind.Altered, row.Sequence, row.Sequence));
        }

        if (row.Sequence != _last + 1)
            Gap(row, fits);
        else if (fits && !_alteredAt.Contains(_last) && !row.Previous.AsSpan().SequenceEqual(_hash))
            // The entry is genuine, the one before it is a genuine entry of another time: an old copy was put in.
            _faults.Add(new(AuditFaultKind.Altered, _last, _last));
        (_last, _hash) = (row.Sequence, row.Hash);
    }

    private void Gap(AuditRow row, bool fits)
    {
        if (fits && row.Action == Restored && Explains(row) is { } gap && gap.First == _last + 1 && gap.Last == row.Sequence - 1)
            _gaps.Add(gap);
        else
            _faults.Add(new(AuditFaultKind.Missing, _last + 1, row.Sequence - 1));
    }

    /// <summary>The gap that a restore's entry explains; null when it left none.</summary>
    public static AuditGap? Explains(AuditRow row)
    {
        using var details = JsonDocument.Parse(row.Details ?? "{}");
        return details.RootElement.TryGetProperty("missingFrom", out var from)
            && details.RootElement.TryGetProperty("missingTo", out var to)
                ? new(from.GetInt64(), to.GetInt64(), row.At)
                : null;
    }

    /// <summary>An entry that fits another touched place was moved; one that fits none was altered.</summary>
    private void FindMoved()
    {
        var places = _faults.Where(fault => fault.Kind is AuditFaultKind.Missing or AuditFaultKind.TailMissing)
            .SelectMany(fault => Range(fault.First, fault.Last))
            .Concat(_alteredAt)
            .Take(MovedSearch)
            .ToList();
        foreach (var row in _altered)
        {
            var home = _altered.Count > MovedSearch ? 0 : places.Find(place => place != row.Sequence && chain.Fits(row, place));
            _faults.Add(home == 0
                ? new(AuditFaultKind.Altered, row.Sequence, row.Sequence)
                : new(AuditFaultKind.Moved, home, row.Sequence));
        }
    }

    private static IEnumerable<long> Range(long first, long last)
    {
        for (var place = first; place <= last; place++)
            yield return place;
    }
}
