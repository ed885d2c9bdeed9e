using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Growth;

/// <summary>What a page holds once its garbage is collected.</summary>
/// <param name="Heap">The page's script heap, bytes.</param>
/// <param name="Nodes">DOM nodes, also those that are in no document any more.</param>
/// <param name="Listeners">Event listeners.</param>
/// <param name="Documents">Documents, also parsed ones that nobody shows.</param>
internal sealed record PageFigures(long Heap, long Nodes, long Listeners, long Documents)
{
    // What is compiled and cached late; an hour of a leak is far more than this.
    private const long MostHeap = 1 << 20;
    private const long MostNodes = 50;

    /// <summary>Takes them.</summary>
    public static async Task<PageFigures> TakeAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Performance.enable");
        // What one collection frees, the next one's finalizers may hold.
        for (var i = 0; i < 3; i++)
            await session.SendAsync("HeapProfiler.collectGarbage");
        var answer = await session.SendAsync("Performance.getMetrics");
        await session.DetachAsync();
        var metrics = answer!.Value.GetProperty("metrics").EnumerateArray().ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => (long)metric.GetProperty("value").GetDouble());
        return new(metrics["JSHeapUsedSize"], metrics["Nodes"], metrics["JSEventListeners"], metrics["Documents"]);
    }

    /// <summary>Holds what came after to this.</summary>
    public void AssertNotGrown(PageFigures after, string what)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {this} -> {after}");
        Assert.True(
            after.Heap - Heap < MostHeap && after.Nodes - Nodes < MostNodes && after.Listeners <= Listeners && after.Documents <= Documents,
            $"{what}: {this} -> {after}");
    }
}
