using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AccessKiosk.Storage.Keys;

/// <summary>What a slot's key opens.</summary>
internal enum KeyKind : byte
{
    /// <summary>A person's name and settings; the slot's id is the person's.</summary>
    Profile = 1,

    /// <summary>A person's references.</summary>
    References = 2,

    /// <summary>A spoof alert's picture; the slot's id is the alert's.</summary>
    Alert = 3,

    /// <summary>The chain of the audit.</summary>
    Audit = 4,

    /// <summary>Not a key: the audit's head.</summary>
    Anchor = 5,

    /// <summary>The pictures of a remote enrolment; the slot's id is the enrolment's.</summary>
    Remote = 6,
}

/// <summary>Whether a key can be used.</summary>
internal enum KeyState : byte
{
    /// <summary>There is no such key.</summary>
    Absent = 0,

    /// <summary>The key is there.</summary>
    Live = 1,

    /// <summary>The key was destroyed; what it sealed is erased wherever it lies.</summary>
    Destroyed = 2,
}

/// <summary>
/// One 128-byte slot: <c>state, kind, 6 × 0, id (16), time (8) | nonce (12) | payload (40) | tag (16) | 28 × 0</c>.
/// The head is authenticated, so neither a slot nor a tombstone can be forged or flipped. It never crosses a sector.
/// </summary>
internal readonly record struct KeySlot(KeyState State, KeyKind Kind, Guid Id, long Time)
{
    public const int Size = 128;
    public const int PayloadSize = 40;
    private const int Head = 32;
    private const int Payload = Head + Sealer.NonceSize;
    private const int Tag = Payload + PayloadSize;

    public void Write(AesGcm wrap, Guid store, ReadOnlySpan<byte> payload, Span<byte> slot)
    {
        slot[..Size].Clear();
        (slot[0], slot[1]) = ((byte)State, (byte)Kind);
        Id.TryWriteBytes(slot[8..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(slot[24..], Time);
        RandomNumberGenerator.Fill(slot[Head..Payload]);
        Span<byte> padded = stackalloc byte[PayloadSize];
        padded.Clear();
        payload.CopyTo(padded);
        wrap.Encrypt(
            slot[Head..Payload], padded, slot[Payload..Tag], slot.Slice(Tag, Sealer.TagSize), Context(store, slot));
        CryptographicOperations.ZeroMemory(padded);
    }

    /// <summary>False when the slot is damaged; a slot of zeros is <see cref="KeyState.Absent"/>.</summary>
    public static bool TryRead(AesGcm wrap, Guid store, ReadOnlySpan<byte> slot, Span<byte> payload, out KeySlot head)
    {
        head = default;
        if (!slot[..Size].ContainsAnyExcept((byte)0))
            return true;
        head = new(
            (KeyState)slot[0],
            (KeyKind)slot[1],
            new Guid(slot.Slice(8, 16), bigEndian: true),
            BinaryPrimitives.ReadInt64LittleEndian(slot[24..]));
        try
        {
            wrap.Decrypt(
                slot[Head..Payload], slot[Payload..Tag], slot.Slice(Tag, Sealer.TagSize), payload[..PayloadSize], Context(store, slot));
            return head.State is KeyState.Live or KeyState.Destroyed;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static byte[] Context(Guid store, ReadOnlySpan<byte> slot)
    {
        var context = new byte[16 + Head];
        store.TryWriteBytes(context, bigEndian: true, out _);
        slot[..Head].CopyTo(context.AsSpan(16));
        return context;
    }
}
