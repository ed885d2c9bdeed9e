namespace AccessKiosk.Hardware.Tests;

/// <summary>Waits for what another process or thread brings about.</summary>
internal static class Waiting
{
    /// <summary>Waits without spinning: in an emulated machine the other process needs the processor.</summary>
    public static async Task UntilAsync(Func<bool> condition, TimeSpan patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        while (!condition())
            await Task.Delay(20, limit.Token);
    }
}
