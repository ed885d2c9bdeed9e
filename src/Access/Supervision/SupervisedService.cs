namespace AccessKiosk.Access.Supervision;

/// <summary>One service under supervision.</summary>
/// <param name="name">What the log calls it.</param>
/// <param name="work">What it does.</param>
/// <param name="policy">What follows when it fails.</param>
/// <param name="owner">Bars grants, and ends the kiosk.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class SupervisedService(string name, Func<CancellationToken, Task> work, RestartPolicy policy, ServiceSupervisor owner, CancellationToken cancellationToken)
{
    // A service that was restarted must run for so long before anybody is let in again.
    private static readonly TimeSpan Probation = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<long> _failures = new();
    private ServiceHealth _health = new(name, ServiceState.Running, 0, null);
    private CancellationTokenSource? _run;
    private Exception? _induced;

    /// <summary>How it is.</summary>
    public ServiceHealth Health
    {
        get
        {
            lock (_gate)
                return _health;
        }
    }

    /// <summary>Whether nobody has ended it.</summary>
    public bool IsWanted => !cancellationToken.IsCancellationRequested;

    /// <summary>Runs the work until it ends in order, or has failed for good.</summary>
    public async Task RunAsync()
    {
        while (await RunOnceAsync() is { } failure)
        {
            if (!await IsRestartedAsync(failure))
                return;
        }
    }

    /// <summary>Makes the work end as if it had failed by itself.</summary>
    public void Fail(Exception failure)
    {
        lock (_gate)
        {
            if (_run is null)
                return;
            _induced = failure;
            _ = _run.CancelAsync();
        }
    }

    // Null when the work ended in order.
    private async Task<Exception?> RunOnceAsync()
    {
        using var run = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_gate)
            _run = run;
        try
        {
            var running = work(run.Token);
            if (_failures.Count > 0)
                await ProveAsync(running);
            await running;
            return Induced();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure)
        {
            return Induced() ?? failure;
        }
        finally
        {
            lock (_gate)
                _run = null;
        }
    }

    private async Task ProveAsync(Task running)
    {
        using var enough = new CancellationTokenSource();
        await Task.WhenAny(running, Task.Delay(Probation, owner.Time, enough.Token));
        await enough.CancelAsync();
        if (running.IsCompleted && !running.IsCompletedSuccessfully)
            return;
        lock (_gate)
            _health = _health with { State = ServiceState.Running };
        owner.AllowGrants(name);
        owner.Logger.WorksAgain(name);
    }

    private async Task<bool> IsRestartedAsync(Exception failure)
    {
        if (owner.Stopping.IsCancellationRequested)
        {
            owner.Logger.FailedWhileStopping(name, failure);
            return false;
        }

        if (policy.GuardsDoors)
            owner.BarGrants(name, failure);
        var pause = Pause();
        lock (_gate)
            _health = new(name, pause is null ? ServiceState.Stopped : ServiceState.Restarting, _health.Restarts + (pause is null ? 0 : 1), failure.GetType().Name);
        if (pause is { } length)
        {
            if (policy.GuardsDoors)
                owner.Logger.RestartsBarred(name, length, failure);
            else
                owner.Logger.Restarts(name, length, failure);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(owner.Stopping, cancellationToken);
            await Task.Delay(length, owner.Time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        }

        if (policy.GuardsDoors)
        {
            owner.Logger.EndsKiosk(name, failure);
            await owner.EndAsync(name, failure);
        }
        else
        {
            owner.Logger.StaysStopped(name, failure);
        }

        return false;
    }

    // Null when it has failed too often.
    private TimeSpan? Pause()
    {
        var now = owner.Time.GetTimestamp();
        _failures.Enqueue(now);
        while (owner.Time.GetElapsedTime(_failures.Peek(), now) > RestartPolicy.Period)
            _failures.Dequeue();
        return _failures.Count > policy.Restarts ? null : RestartPolicy.PauseAfter(_failures.Count);
    }

    private Exception? Induced()
    {
        lock (_gate)
        {
            var induced = _induced;
            _induced = null;
            return induced;
        }
    }
}
