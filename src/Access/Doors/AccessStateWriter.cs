using AccessKiosk.Access.Supervision;

namespace AccessKiosk.Access.Doors;

/// <summary>Keeps what the policy remembers over a restart.</summary>
/// <param name="memory">What it remembers.</param>
/// <param name="supervisor">Runs it.</param>
public sealed class AccessStateWriter(PersistedAccessState memory, ServiceSupervisor supervisor)
    : SupervisedBackgroundService(supervisor, "access state", RestartPolicy.RestartThenEndKiosk)
{
    private static readonly TimeSpan ShutdownFlushTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Writes the newest state, for at most five seconds.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        memory.Complete();
        await CompletionAsync(ShutdownFlushTimeout, cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken cancellationToken) => memory.WriteAsync(cancellationToken);
}
