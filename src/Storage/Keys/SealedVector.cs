using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AccessKiosk.Storage.Keys;

/// <summary>An embedding as its row keeps it: sealed by its person's key, and bound to the row and the model.</summary>
/// <param name="Kind">What the row is: <see cref="Reference"/> or <see cref="Renewal"/>.</param>
/// <param name="Person">Whose.</param>
/// <param name="Row">The row's identifier.</param>
/// <param name="ModelHash">The embedder.</param>
internal readonly record struct SealedVector(string Kind, Guid Person, Guid Row, string ModelHash)
{
    public const string Reference = "reference 1";
    public const string Renewal = "renewal 1";

    private byte[] Context => Sealer.Context(Kind, Person, Row, ModelHash);

    /// <summary>Seals.</summary>
    public byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<float> embedding) =>
        Sealer.Seal(key, MemoryMarshal.AsBytes(embedding), Context);

    /// <summary>Opens for the length of a call; false when the key is destroyed: the person is being erased.</summary>
    /// <exception cref="StoreException">The row was altered.</exception>
    public bool Open(KeyStore keys, Guid keyId, byte[] box, ReadOnlySpanAction visit)
    {
        Span<byte> key = stackalloc byte[Sealer.KeySize];
        if (!keys.TryGet(KeyKind.References, keyId, key))
            return false;
        var plain = new byte[Sealer.PlainSize(box.Length)];
        try
        {
            if (!Sealer.TryOpen(key, box, Context, plain))
                throw new StoreException(
                    StoreFault.Damaged,
                    $"{(Kind == Reference ? "Reference" : "Renewal")} {Row:N} of person {Person:N} does not open with its key: the row was altered; restore the newest backup.");
            visit(MemoryMarshal.Cast<byte, float>(plain));
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            CryptographicOperations.ZeroMemory(key);
        }
    }
}

/// <summary>Takes an opened embedding; its memory is wiped when the call returns.</summary>
internal delegate void ReadOnlySpanAction(ReadOnlySpan<float> embedding);
