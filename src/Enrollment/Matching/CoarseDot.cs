using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AccessKiosk.Enrollment.Matching;

/// <summary>Integer dot product of 8-bit reference components with a 16-bit probe: the hot loop of a search.</summary>
/// <remarks>Lengths are multiples of <see cref="Block"/>; the caller bounds the components so that the sum fits.</remarks>
internal static class CoarseDot
{
    public const int Block = 64;

    public static int Compute(ReadOnlySpan<sbyte> reference, ReadOnlySpan<short> probe) =>
        Avx512BW.IsSupported ? Avx512(reference, probe) :
        Avx2.IsSupported ? Avx256(reference, probe) :
        Portable(reference, probe);

    public static int Avx512(ReadOnlySpan<sbyte> reference, ReadOnlySpan<short> probe)
    {
        ref var x = ref MemoryMarshal.GetReference(reference);
        ref var y = ref MemoryMarshal.GetReference(probe);
        Vector512<int> even = default, odd = default;
        for (nuint i = 0; i < (nuint)reference.Length; i += Block)
        {
            even += Avx512BW.MultiplyAddAdjacent(
                Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref x, i)), Vector512.LoadUnsafe(ref y, i));
            odd += Avx512BW.MultiplyAddAdjacent(
                Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref x, i + 32)), Vector512.LoadUnsafe(ref y, i + 32));
        }
        return Vector512.Sum(even + odd);
    }

    public static int Avx256(ReadOnlySpan<sbyte> reference, ReadOnlySpan<short> probe)
    {
        ref var x = ref MemoryMarshal.GetReference(reference);
        ref var y = ref MemoryMarshal.GetReference(probe);
        Vector256<int> even = default, odd = default;
        for (nuint i = 0; i < (nuint)reference.Length; i += 32)
        {
            even += Avx2.MultiplyAddAdjacent(
                Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref x, i)), Vector256.LoadUnsafe(ref y, i));
            odd += Avx2.MultiplyAddAdjacent(
                Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref x, i + 16)), Vector256.LoadUnsafe(ref y, i + 16));
        }
        return Vector256.Sum(even + odd);
    }

    public static int Portable(ReadOnlySpan<sbyte> reference, ReadOnlySpan<short> probe)
    {
        ref var x = ref MemoryMarshal.GetReference(reference);
        ref var y = ref MemoryMarshal.GetReference(probe);
        Vector128<int> sum = default;
        for (nuint i = 0; i < (nuint)reference.Length; i += 16)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref x, i));
            sum += Multiply(low, Vector128.LoadUnsafe(ref y, i)) + Multiply(high, Vector128.LoadUnsafe(ref y, i + 8));
        }
        return Vector128.Sum(sum);
    }

    private static Vector128<int> Multiply(Vector128<short> a, Vector128<short> b) =>
        Vector128.WidenLower(a) * Vector128.WidenLower(b) + Vector128.WidenUpper(a) * Vector128.WidenUpper(b);
}
