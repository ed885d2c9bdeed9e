namespace AccessKiosk.PowerCut.Engines;

/// <summary>
/// A way to keep data, with its workload and the check of what is left. To try another engine, implement this and add it
/// to <see cref="EngineList"/>. Both halves derive the same operations from seed and count.
/// </summary>
internal interface IEngine
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>Whether it is a control: one that loses data, so that the test is seen to find it.</summary>
    bool IsControl => false;

    /// <summary>Whether the disk reports flushes and does none.</summary>
    bool IgnoresFlushes => false;

    /// <summary>Whether a file is not meant to outlive the process.</summary>
    bool IsVolatile(string path) => false;

    /// <summary>Runs in the recorded process: does the operations one after another.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="seed">Chooses the operations.</param>
    /// <param name="count">How many operations.</param>
    /// <param name="acknowledge">Called with the number of operations done, after each, once it is durable; first with 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task WorkAsync(string folder, int seed, int count, Action<int> acknowledge, CancellationToken cancellationToken);

    /// <summary>Opens what a power cut left, compares all of it, and goes on writing. Returns what is wrong, or null.</summary>
    /// <param name="folder">The files.</param>
    /// <param name="seed">The workload's seed.</param>
    /// <param name="acknowledged">How many operations were acknowledged; -1 before the first opening was.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<string?> CheckAsync(string folder, int seed, int acknowledged, CancellationToken cancellationToken);
}

/// <summary>The engines that can be named.</summary>
internal static class EngineList
{
    public static IReadOnlyList<IEngine> All { get; } =
    [
        new KioskEngine(),
        new KioskEngine { Name = "kiosk-unflushed", IsControl = true, IgnoresFlushes = true },
        new SqliteEngine("sqlite-full", "FULL"),
        new SqliteEngine("sqlite-off", "OFF") { IsControl = true },
        new PlainFileEngine("file-flushed", flush: true),
        new PlainFileEngine("file-unflushed", flush: false) { IsControl = true },
    ];

    public static IEngine Find(string name) => All.FirstOrDefault(engine => engine.Name == name)
        ?? throw new PowerCutException($"There is no engine {name}: choose {string.Join(", ", All.Select(engine => engine.Name))}.");
}
