using Microsoft.Extensions.Hosting;

namespace AccessKiosk.Access.Supervision;

/// <summary>A hosted service that works in the background under supervision: its failure has the consequences of its policy and never goes unseen.</summary>
/// <param name="supervisor">Runs it.</param>
/// <param name="name">What the log and the health page call it.</param>
/// <param name="policy">What follows when it fails.</param>
public abstract class SupervisedBackgroundService(ServiceSupervisor supervisor, string name, RestartPolicy policy) : BackgroundService
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What runs it, and may run what belongs to it.</summary>
    protected ServiceSupervisor Supervisor => supervisor;

    /// <summary>Starts it; when the task is complete, the supervisor knows it.</summary>
    public sealed override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await _begun.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = supervisor.RunAsync(name, RunAsync, policy, stoppingToken);
        _begun.TrySetResult();
        return running;
    }

    /// <summary>The work: runs until it is cancelled, or has nothing left to do.</summary>
    protected abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Waits until the work has ended by itself; what has not ended by then is cancelled by the base's stop.</summary>
    /// <param name="limit">How long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    protected async Task CompletionAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (ExecuteTask is { } running)
            await running.WaitAsync(limit, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
