using AccessKiosk.Enrollment.Matching;

namespace AccessKiosk.Enrollment.Tests.Matching;

/// <summary>Alone on the heap while it measures it.</summary>
[CollectionDefinition(nameof(GalleryMemoryTests), DisableParallelization = true)]
public sealed class AloneOnTheHeap;

[Collection(nameof(GalleryMemoryTests))]
public sealed class GalleryMemoryTests
{
    [Fact]
    public void Memory_stays_within_a_tenth_of_the_vectors()
    {
        var gallery = new Gallery(new() { ModelHash = Synthetic.Model });
        var vector = Synthetic.Unit(new Random(1));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        gallery.Load(Enumerable.Range(0, 10_000).Select(i => Synthetic.Reference(Synthetic.Person(i), vector)));
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;

        const long Vectors = 10_000L * 512 * sizeof(float);
        Assert.True(gallery.Bytes <= 1.10 * Vectors, $"{gallery.Bytes} bytes");
        Assert.True(used <= 1.10 * Vectors, $"{used} bytes on the heap");
        Assert.InRange(used, 0.95 * gallery.Bytes, 1.05 * gallery.Bytes);
        GC.KeepAlive(gallery);
    }
}
