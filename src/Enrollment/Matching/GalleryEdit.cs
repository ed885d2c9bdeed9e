using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Matching;

/// <summary>Builds the next snapshot from one: copies only the chunks it changes, appends to the last in place.</summary>
internal sealed class GalleryEdit(GallerySnapshot from, int stride)
{
    private readonly List<GalleryChunk> _chunks = [.. from.Chunks];
    private readonly HashSet<GalleryChunk> _own = [];
    private int _count = from.References;

    public void Append(in GalleryReference reference)
    {
        var slot = _count % GalleryChunk.Capacity;
        if (slot == 0)
        {
            var fresh = new GalleryChunk(stride);
            _own.Add(fresh);
            _chunks.Add(fresh);
        }
        // Slots past this snapshot that an older one showed may still be read there.
        var chunk = _chunks[^1].Written == slot ? _chunks[^1] : Own(_chunks.Count - 1, slot);
        chunk.Append(reference);
        _count++;
    }

    /// <summary>Takes a person out; the last references move into the gaps. Returns how many were theirs.</summary>
    public int Remove(PersonId person)
    {
        var removed = 0;
        for (var i = _chunks.Count - 1; i >= 0; i--)
        {
            for (var slot = CountIn(i) - 1; slot >= 0; slot--)
            {
                slot = _chunks[i].People[..(slot + 1)].LastIndexOf(person);
                if (slot < 0)
                    break;
                RemoveAt(i, slot);
                removed++;
                if (i >= _chunks.Count)
                    break;
            }
        }
        return removed;
    }

    public GallerySnapshot ToSnapshot(int people) => new([.. _chunks], _count, people);

    private int CountIn(int chunk) => Math.Min(GalleryChunk.Capacity, _count - chunk * GalleryChunk.Capacity);

    private void RemoveAt(int chunk, int slot)
    {
        var last = _chunks.Count - 1;
        var lastSlot = CountIn(last) - 1;
        if (chunk != last || slot != lastSlot)
            Own(chunk, CountIn(chunk)).Copy(_chunks[last], lastSlot, slot);
        _count--;
        if (lastSlot == 0)
            _chunks.RemoveAt(last);
        else if (_own.Contains(_chunks[last]))
            _chunks[last].Truncate(lastSlot);
    }

    private GalleryChunk Own(int chunk, int count)
    {
        if (!_own.Contains(_chunks[chunk]))
        {
            _chunks[chunk] = _chunks[chunk].Clone(count);
            _own.Add(_chunks[chunk]);
        }
        return _chunks[chunk];
    }
}
