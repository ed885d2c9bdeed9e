using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.PowerCut.Engines;

/// <summary>One operation on the kiosk's store and what it must do to the model.</summary>
internal sealed class KioskOperation
{
    /// <summary>Does it.</summary>
    public required Func<KioskSession, Task> RunAsync { get; init; }

    /// <summary>
    /// Its effect. After a power cut before its acknowledgement, none, or the first of them, or all may have happened.
    /// More than one: events that wait for the disk together, or the two states of a withdrawal.
    /// </summary>
    public IReadOnlyList<Action<KioskModel>> Steps { get; init; } = [];

    /// <summary>What the audit says of it, in order.</summary>
    public IReadOnlyList<string> Audit { get; init; } = [];

    /// <summary>How many keys it makes before the rows that need them: so many may be left over.</summary>
    public int NewKeys { get; init; }

    /// <summary>Whether it destroys keys before the commit: then the next start may have finished it, under its own name.</summary>
    public bool Destroys { get; init; }

    public void Apply(KioskModel model)
    {
        foreach (var step in Steps)
            step(model);
    }
}

/// <summary>An open store that an operation may close and open again.</summary>
internal sealed class KioskSession(string folder, KioskStore store) : IAsyncDisposable
{
    public KioskStore Store { get; private set; } = store;

    public static async Task<KioskSession> OpenAsync(string folder, CancellationToken cancellationToken) =>
        new(folder, await OpenStoreAsync(folder, cancellationToken));

    public async Task ReopenAsync(CancellationToken cancellationToken)
    {
        await Store.DisposeAsync();
        Store = await OpenStoreAsync(folder, cancellationToken);
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static Task<KioskStore> OpenStoreAsync(string folder, CancellationToken cancellationToken) =>
        KioskStore.OpenAsync(new() { Directory = Path.Combine(folder, "store") }, cancellationToken: cancellationToken);
}
