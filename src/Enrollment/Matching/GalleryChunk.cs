using System.Numerics;
using System.Runtime.InteropServices;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Matching;

/// <summary>A fixed number of references, laid out for a search that reads as little memory as it can.</summary>
/// <remarks>
/// A component is a 24-bit fixed-point number: an 8-bit coarse part, which every search reads, and a 16-bit rest, which
/// only references that may be among the best need. Scale and length of what the coarse part leaves out are kept per
/// reference, so that |score - coarse score| ≤ that length bounds every comparison (Cauchy-Schwarz).
/// A slot once published is never written again: readers hold no lock.
/// </remarks>
internal sealed class GalleryChunk
{
    public const int Capacity = 1024;
    private const int Alignment = 64;
    private const int FineBits = 16;
    private const int CoarseMax = sbyte.MaxValue;

    private readonly int _stride;
    private readonly Memory<sbyte> _coarse;
    private readonly Memory<short> _fine;
    private readonly float[] _scale = GC.AllocateUninitializedArray<float>(Capacity);
    private readonly float[] _rest = GC.AllocateUninitializedArray<float>(Capacity);
    private readonly PersonId[] _people = GC.AllocateUninitializedArray<PersonId>(Capacity);
    private readonly ReferenceId[] _references = GC.AllocateUninitializedArray<ReferenceId>(Capacity);

    /// <summary>An empty chunk.</summary>
    /// <param name="stride">Components of a slot, a multiple of <see cref="CoarseDot.Block"/>.</param>
    public GalleryChunk(int stride)
    {
        _stride = stride;
        _coarse = Aligned<sbyte>(Capacity * stride);
        _fine = Aligned<short>(Capacity * stride);
    }

    /// <summary>Slots that some snapshot may show; only slots from here on may be written in place.</summary>
    public int Written { get; private set; }

    /// <summary>Bytes that one chunk holds.</summary>
    public static long Bytes(int stride) =>
        Capacity * (3L * stride + 2 * sizeof(float) + 2 * Marshal.SizeOf<Guid>()) + 2 * Alignment;

    public ReadOnlySpan<sbyte> Coarse(int slot) => _coarse.Span.Slice(slot * _stride, _stride);

    /// <summary>Coarse parts of all slots, one after the other.</summary>
    public ReadOnlySpan<sbyte> AllCoarse => _coarse.Span;

    /// <summary>What one unit of a coarse part is worth, per slot.</summary>
    public ReadOnlySpan<float> CoarseUnits => _scale;

    /// <summary>Length of what the coarse part leaves out, rounded up, per slot.</summary>
    public ReadOnlySpan<float> Rests => _rest;

    public ReadOnlySpan<PersonId> People => _people;

    public Candidate Candidate(int slot, float score) => new(_people[slot], score, _references[slot]);

    /// <summary>Writes the next free slot.</summary>
    public void Append(in GalleryReference reference)
    {
        var slot = Written++;
        _people[slot] = reference.Person;
        _references[slot] = reference.Id;
        var vector = reference.Vector.Span;
        var coarse = _coarse.Span.Slice(slot * _stride, _stride);
        var fine = _fine.Span.Slice(slot * _stride, _stride);
        coarse[vector.Length..].Clear();
        fine[vector.Length..].Clear();

        var largest = 0f;
        foreach (var x in vector)
            largest = MathF.Max(largest, MathF.Abs(x));
        var coarseUnit = largest / CoarseMax;
        var unit = (double)coarseUnit / (1 << FineBits);
        var rest = 0.0;
        for (var i = 0; i < vector.Length; i++)
        {
            var fixedPoint = Math.Clamp((int)Math.Round(vector[i] / unit), -(CoarseMax << FineBits), CoarseMax << FineBits);
            coarse[i] = (sbyte)((fixedPoint + (1 << (FineBits - 1))) >> FineBits);
            fine[i] = (short)(fixedPoint - (coarse[i] << FineBits));
            rest += (double)fine[i] * fine[i];
        }
        _scale[slot] = coarseUnit;
        _rest[slot] = MathF.BitIncrement((float)(Math.Sqrt(rest) * unit));
    }

    /// <summary>Copies the next free slot from another chunk.</summary>
    public void Append(GalleryChunk source, int slot) => Copy(source, slot, Written++);

    /// <summary>Overwrites a slot; only for a chunk that no snapshot shows yet.</summary>
    public void Copy(GalleryChunk source, int from, int to)
    {
        source.Coarse(from).CopyTo(_coarse.Span[(to * _stride)..]);
        source._fine.Span.Slice(from * _stride, _stride).CopyTo(_fine.Span[(to * _stride)..]);
        _scale[to] = source._scale[from];
        _rest[to] = source._rest[from];
        _people[to] = source._people[from];
        _references[to] = source._references[from];
    }

    /// <summary>A chunk of its own with the first <paramref name="count"/> slots.</summary>
    public GalleryChunk Clone(int count)
    {
        var copy = new GalleryChunk(_stride) { Written = count };
        _coarse.Span[..(count * _stride)].CopyTo(copy._coarse.Span);
        _fine.Span[..(count * _stride)].CopyTo(copy._fine.Span);
        _scale.AsSpan(0, count).CopyTo(copy._scale);
        _rest.AsSpan(0, count).CopyTo(copy._rest);
        _people.AsSpan(0, count).CopyTo(copy._people);
        _references.AsSpan(0, count).CopyTo(copy._references);
        return copy;
    }

    /// <summary>Forgets the last slots; only for a chunk that no snapshot shows yet.</summary>
    public void Truncate(int count) => Written = count;

    /// <summary>The full comparison score of a slot; differs from a double-precision one by less than 1e-6.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="probe">The probe, padded with zeros to the stride.</param>
    public float Score(int slot, ReadOnlySpan<float> probe)
    {
        ref var coarse = ref MemoryMarshal.GetReference(_coarse.Span.Slice(slot * _stride, _stride));
        ref var fine = ref MemoryMarshal.GetReference(_fine.Span.Slice(slot * _stride, _stride));
        ref var p = ref MemoryMarshal.GetReference(probe);
        Vector<float> even = default, odd = default;
        var width = (nuint)Vector<float>.Count;
        for (nuint i = 0; i < (nuint)_stride; i += 4 * width)
        {
            Vector.Widen(Vector.LoadUnsafe(ref coarse, i), out Vector<short> low, out Vector<short> high);
            Add(low, i, ref fine, ref p, ref even, ref odd);
            Add(high, i + 2 * width, ref fine, ref p, ref even, ref odd);
        }
        return Vector.Sum(even + odd) * (_scale[slot] / (1 << FineBits));
    }

    private static void Add(
        Vector<short> coarse, nuint i, ref short fine, ref float probe, ref Vector<float> even, ref Vector<float> odd)
    {
        Vector.Widen(coarse, out Vector<int> coarseLow, out Vector<int> coarseHigh);
        Vector.Widen(Vector.LoadUnsafe(ref fine, i), out Vector<int> fineLow, out Vector<int> fineHigh);
        even += Vector.ConvertToSingle((coarseLow << FineBits) + fineLow) * Vector.LoadUnsafe(ref probe, i);
        odd += Vector.ConvertToSingle((coarseHigh << FineBits) + fineHigh)
            * Vector.LoadUnsafe(ref probe, i + (nuint)Vector<float>.Count);
    }

    // The pinned heap never moves an array, so alignment found once holds.
    private static Memory<T> Aligned<T>(int length)
        where T : unmanaged
    {
        var size = Marshal.SizeOf<T>();
        var array = GC.AllocateUninitializedArray<T>(length + Alignment / size, pinned: true);
        var address = (long)Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        var skip = (int)((Alignment - address % Alignment) % Alignment / size);
        return array.AsMemory(skip, length);
    }
}
