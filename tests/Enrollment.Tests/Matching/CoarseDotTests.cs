using System.Runtime.Intrinsics.X86;
using AccessKiosk.Enrollment.Matching;

namespace AccessKiosk.Enrollment.Tests.Matching;

public sealed class CoarseDotTests
{
    private delegate int Kernel(ReadOnlySpan<sbyte> reference, ReadOnlySpan<short> probe);

    [Fact]
    public void Every_kernel_of_this_processor_gives_the_plain_sum()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var length = CoarseDot.Block * random.Next(1, 9);
            var reference = new sbyte[length];
            var probe = new short[length];
            for (var i = 0; i < length; i++)
                (reference[i], probe[i]) = ((sbyte)random.Next(-127, 128), (short)random.Next(-32767, 32768));
            AssertAll(reference, probe);
        }
    }

    [Theory]
    [InlineData(127, 32767)]
    [InlineData(-127, 32767)]
    [InlineData(-127, -32767)]
    public void The_largest_sum_of_512_components_fits(sbyte reference, short probe) =>
        AssertAll([.. Enumerable.Repeat(reference, 512)], [.. Enumerable.Repeat(probe, 512)]);

    private static void AssertAll(sbyte[] reference, short[] probe)
    {
        var expected = reference.Zip(probe, (a, b) => (long)a * b).Sum();
        List<Kernel> kernels = [CoarseDot.Compute, CoarseDot.Portable];
        if (Avx2.IsSupported)
            kernels.Add(CoarseDot.Avx256);
        if (Avx512BW.IsSupported)
            kernels.Add(CoarseDot.Avx512);
        Assert.All(kernels, kernel => Assert.Equal(expected, kernel(reference, probe)));
    }
}
