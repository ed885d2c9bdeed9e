using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Audit;

/// <summary>
/// The end of the chain. It is kept twice: the database's last entry and the key store's anchor, which follows each
/// commit. The anchor wins where entries are missing, so a cut tail stays visible for ever.
/// </summary>
internal sealed class AuditHead(AuditChain chain, KeyStore keys, AuditWitness witness)
{
    public AuditChain Chain => chain;

    public AuditAnchor Current { get; private set; }

    /// <summary>What another file remembers of the head.</summary>
    public AuditWitness Witness => witness;

    /// <summary>
    /// Finds the head at start. Entries beyond the anchor were committed by a process that was killed before it moved
    /// the anchor; they must be genuine. False when the chain does not reach the anchor.
    /// </summary>
    public async Task<bool> FindAsync(KioskDb db, CancellationToken cancellationToken)
    {
        var anchor = keys.Anchor();
        Current = anchor;
        var rows = await db.Audit.AsNoTracking()
            .Where(row => row.Sequence >= anchor.Sequence)
            .OrderBy(row => row.Sequence)
            .ToListAsync(cancellationToken);
        if (anchor.Sequence > 0)
        {
            if (rows.Count == 0 || rows[0].Sequence != anchor.Sequence || !rows[0].Hash.AsSpan().SequenceEqual(anchor.Hash))
            {
                // At the anchor's own place its hash is kept: the next link will not fit what was put there.
                if (rows.Count > 0 && rows[^1].Sequence > anchor.Sequence)
                    Current = new(rows[^1].Sequence, rows[^1].Hash);
                return false;
            }

            rows.RemoveAt(0);
        }

        var sound = true;
        foreach (var row in rows)
        {
            sound &= row.Sequence == Current.Sequence + 1 && chain.Fits(row, row.Sequence);
            Current = new(row.Sequence, row.Hash);
        }

        return sound;
    }

    /// <summary>Makes the committed head the present one and anchors it.</summary>
    public void Commit(AuditAnchor head)
    {
        if (head.Sequence == Current.Sequence)
            return;
        Current = head;
        witness.Write(head);
        try
        {
            keys.MoveAnchor(head);
        }
        catch (StoreException)
        {
            // The entries are committed; an anchor that lags is moved by the next entry or the next start.
        }
    }
}
