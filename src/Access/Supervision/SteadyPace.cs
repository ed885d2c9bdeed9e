namespace AccessKiosk.Access.Supervision;

/// <summary>Does something short at a steady pace, on the clock's own timer: a clock with a thread of its own is not delayed by a busy thread pool.</summary>
public static class SteadyPace
{
    /// <summary>Runs until it is cancelled or <paramref name="step"/> fails; the failure is the task's.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="first">The time to the first step.</param>
    /// <param name="pace">The time between steps.</param>
    /// <param name="step">The work of one step.</param>
    /// <param name="cancellationToken">Ends it; when the task is complete, no step is under way.</param>
    public static async Task RunAsync(TimeProvider time, TimeSpan first, TimeSpan pace, Action step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(time);
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = time.CreateTimer(
            _ =>
            {
                if (failed.Task.IsCompleted || cancellationToken.IsCancellationRequested)
                    return;
                try
                {
                    step();
                }
                catch (Exception fault)
                {
                    // An exception that leaves a timer ends the process.
                    failed.TrySetException(fault);
                }
            },
            null,
            first,
            pace);
        await failed.Task.WaitAsync(cancellationToken);
    }
}
