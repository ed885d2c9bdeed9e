using System.Security.Cryptography;
using System.Text;
using AccessKiosk.Storage.Files;

namespace AccessKiosk.Storage.Keys;

/// <summary>
/// The data keys, each wrapped by the master key, in a file of fixed slots beside the database and outside its backups.
/// Destroying a key overwrites its slot in place: from then on no copy of the database, however old, can be read for it.
/// A slot is written whole within one sector and flushed before the call returns, so the file is sound after any kill.
/// </summary>
internal sealed class KeyStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SlotFile _file;
    private readonly bool _readOnly;
    private readonly Dictionary<Guid, Entry> _entries = [];
    private readonly Stack<int> _free = [];
    private readonly TimeProvider _time;
    private readonly KeyStoreHeader _header;
    private AesGcm _wrap;

    private KeyStore(SlotFile file, bool readOnly, KeyStoreHeader header, AesGcm wrap, TimeProvider time) =>
        (_file, _readOnly, _header, _wrap, _time) = (file, readOnly, header, wrap, time);

    private readonly record struct Entry(int Slot, KeyKind Kind, KeyState State);

    /// <summary>The store whose keys these are; the database carries the same.</summary>
    public Guid Store => _header.Store;

    /// <summary>Makes the file of a new store, with the audit's key.</summary>
    public static void Create(string path, MasterKey master, TimeProvider time)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var header = new KeyStoreHeader(Guid.NewGuid(), now);
        using var wrap = KeyStoreHeader.Wrap(master, header.Store);
        var content = new byte[3 * KeySlot.Size];
        var audit = RandomNumberGenerator.GetBytes(Sealer.KeySize);
        header.Write(wrap, content);
        new KeySlot(KeyState.Live, KeyKind.Audit, Guid.NewGuid(), now).Write(wrap, header.Store, audit, content.AsSpan(KeySlot.Size));
        new KeySlot(KeyState.Live, KeyKind.Anchor, Guid.NewGuid(), now).Write(wrap, header.Store, [], content.AsSpan(2 * KeySlot.Size));
        DurableFile.Write(path, content);
        CryptographicOperations.ZeroMemory(audit);
    }

    /// <summary>Opens and checks every slot; null when the master key is not the one.</summary>
    public static KeyStore? TryOpen(string path, MasterKey master, bool readOnly, TimeProvider time)
    {
        var file = new SlotFile(path, readOnly);
        AesGcm? wrap = null;
        try
        {
            var content = file.ReadAll();
            if (!KeyStoreHeader.TryRead(content, out var header))
                throw file.Damage("its head is not a key store's");
            wrap = KeyStoreHeader.Wrap(master, header.Store);
            if (KeyStoreHeader.Opens(wrap, content))
            {
                var store = new KeyStore(file, readOnly, header, wrap, time);
                store.Scan(content);
                return store;
            }
        }
        catch
        {
            wrap?.Dispose();
            file.Dispose();
            throw;
        }

        wrap.Dispose();
        file.Dispose();
        return null;
    }

    /// <summary>How many keys of a kind are in a state.</summary>
    public int Count(KeyKind kind, KeyState state)
    {
        lock (_lock)
            return _entries.Values.Count(entry => entry.Kind == kind && entry.State == state);
    }

    /// <summary>The ids of one kind's keys in a state.</summary>
    public HashSet<Guid> Ids(KeyKind kind, KeyState state)
    {
        lock (_lock)
            return [.. _entries.Where(pair => pair.Value.Kind == kind && pair.Value.State == state).Select(pair => pair.Key)];
    }

    public KeyState State(Guid id)
    {
        lock (_lock)
            return _entries.TryGetValue(id, out var entry) ? entry.State : KeyState.Absent;
    }

    /// <summary>Unwraps a key into 32 bytes; false when it is absent or destroyed.</summary>
    public bool TryGet(KeyKind kind, Guid id, Span<byte> key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(id, out var entry) || entry.Kind != kind || entry.State != KeyState.Live)
                return false;
            Span<byte> payload = stackalloc byte[KeySlot.PayloadSize];
            var live = ReadSlot(entry.Slot, payload).State == KeyState.Live;
            payload[..Sealer.KeySize].CopyTo(key);
            CryptographicOperations.ZeroMemory(payload);
            return live;
        }
    }

    /// <summary>The audit's key.</summary>
    public byte[] AuditKey()
    {
        var key = new byte[Sealer.KeySize];
        var id = Ids(KeyKind.Audit, KeyState.Live).SingleOrDefault();
        return TryGet(KeyKind.Audit, id, key) ? key : throw _file.Damage("it holds no audit key");
    }

    /// <summary>A key for one purpose, derived (HKDF, RFC 5869) from one that the master key wraps: it survives the master key's rotation.</summary>
    public byte[] Derive(string purpose)
    {
        var root = AuditKey();
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, root, Sealer.KeySize, Store.ToByteArray(bigEndian: true), Encoding.UTF8.GetBytes(purpose));
        CryptographicOperations.ZeroMemory(root);
        return key;
    }

    /// <summary>Adds keys; durable on return.</summary>
    public void Add(IReadOnlyCollection<NewKey> keys) => Change(() =>
    {
        Grow(keys.Count);
        foreach (var key in keys)
        {
            var slot = _free.Pop();
            WriteSlot(slot, KeyState.Live, key.Kind, key.Id, key.Key);
            _entries[key.Id] = new(slot, key.Kind, KeyState.Live);
        }
    });

    /// <summary>
    /// Overwrites keys, in this order, each leaving a tombstone that says which was destroyed; durable on return.
    /// An id that was never there gets a tombstone too.
    /// </summary>
    public void Destroy(KeyKind kind, params IEnumerable<Guid> ids) => Change(() =>
    {
        foreach (var id in ids)
        {
            if (!_entries.TryGetValue(id, out var entry))
            {
                Grow(1);
                entry = new(_free.Pop(), kind, KeyState.Absent);
            }

            WriteSlot(entry.Slot, KeyState.Destroyed, entry.Kind, id, []);
            _entries[id] = entry with { State = KeyState.Destroyed };
        }
    });

    /// <summary>Overwrites keys with zeros, without a trace; durable on return.</summary>
    public void Release(params IEnumerable<Guid> ids) => Change(() =>
    {
        Span<byte> zeros = stackalloc byte[KeySlot.Size];
        zeros.Clear();
        foreach (var id in ids)
        {
            if (!_entries.Remove(id, out var entry))
                continue;
            _file.Write(entry.Slot, zeros);
            _free.Push(entry.Slot);
        }
    });

    /// <summary>Reads the anchor.</summary>
    public AuditAnchor Anchor()
    {
        lock (_lock)
        {
            var payload = new byte[KeySlot.PayloadSize];
            ReadSlot(AnchorEntry().Value.Slot, payload);
            return new(BitConverter.ToInt64(payload), payload[8..40]);
        }
    }

    /// <summary>Moves the anchor; durable on return.</summary>
    public void MoveAnchor(AuditAnchor anchor) => Change(() =>
    {
        Span<byte> payload = stackalloc byte[KeySlot.PayloadSize];
        BitConverter.TryWriteBytes(payload, anchor.Sequence);
        anchor.Hash.CopyTo(payload[8..]);
        var (id, entry) = AnchorEntry();
        WriteSlot(entry.Slot, KeyState.Live, KeyKind.Anchor, id, payload);
    });

    /// <summary>Wraps every key anew under another master key. The file is replaced in one step.</summary>
    public void Rewrap(MasterKey next)
    {
        lock (_lock)
        {
            var content = new byte[(_file.Slots + 1) * KeySlot.Size];
            var wrap = KeyStoreHeader.Wrap(next, Store);
            _header.Write(wrap, content);
            var payload = new byte[KeySlot.PayloadSize];
            for (var slot = 0; slot < _file.Slots; slot++)
            {
                var head = ReadSlot(slot, payload);
                if (head.State != KeyState.Absent)
                    head.Write(wrap, Store, payload, content.AsSpan((slot + 1) * KeySlot.Size));
            }

            CryptographicOperations.ZeroMemory(payload);
            _file.Replace(content);
            _wrap.Dispose();
            _wrap = wrap;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _wrap.Dispose();
    }

    private KeyValuePair<Guid, Entry> AnchorEntry() => _entries.First(pair => pair.Value.Kind == KeyKind.Anchor);

    private void Scan(ReadOnlySpan<byte> content)
    {
        Span<byte> payload = stackalloc byte[KeySlot.PayloadSize];
        for (var slot = _file.Slots - 1; slot >= 0; slot--)
        {
            if (!KeySlot.TryRead(_wrap, Store, content.Slice((slot + 1) * KeySlot.Size, KeySlot.Size), payload, out var head))
                throw _file.Damage($"key {slot + 1} of {_file.Slots}");
            if (head.State == KeyState.Absent)
                _free.Push(slot);
            else
                _entries[head.Id] = new(slot, head.Kind, head.State);
        }

        CryptographicOperations.ZeroMemory(payload);
        if (_entries.Values.Count(entry => entry.Kind is KeyKind.Anchor or KeyKind.Audit) != 2)
            throw _file.Damage("the audit's key or anchor is missing");
    }

    private KeySlot ReadSlot(int slot, Span<byte> payload)
    {
        Span<byte> block = stackalloc byte[KeySlot.Size];
        return _file.TryRead(slot, block) && KeySlot.TryRead(_wrap, Store, block, payload, out var head)
            ? head
            : throw _file.Damage($"key {slot + 1} of {_file.Slots}");
    }

    private void WriteSlot(int slot, KeyState state, KeyKind kind, Guid id, ReadOnlySpan<byte> payload)
    {
        Span<byte> block = stackalloc byte[KeySlot.Size];
        new KeySlot(state, kind, id, _time.GetUtcNow().ToUnixTimeMilliseconds()).Write(_wrap, Store, payload, block);
        _file.Write(slot, block);
    }

    private void Grow(int wanted)
    {
        if (_free.Count >= wanted)
            return;
        var before = _file.Slots;
        for (var slot = before + _file.Grow(wanted - _free.Count) - 1; slot >= before; slot--)
            _free.Push(slot);
    }

    private void Change(Action change)
    {
        if (_readOnly)
            throw new StoreException(StoreFault.ReadOnly, "The store is open for reading only.");
        lock (_lock)
        {
            try
            {
                change();
                _file.Flush();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw IoFaults.Explain(fault, _file.Path);
            }
        }
    }
}
