using System.Collections.Concurrent;

namespace AccessKiosk.Foundation;

/// <summary>
/// Runs work in the order of asking, on threads of its own that the processor serves last: the camera comes first. Thread-safe.
/// </summary>
/// <remarks>
/// A thread passes its priority on to every thread that it starts, for good. Results are therefore given by a thread of usual
/// priority: what waits for them may start threads of the pool.
/// </remarks>
public sealed class BackgroundWork : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly BlockingCollection<Action> _answers = [];
    private readonly Thread[] _threads;
    private readonly Thread _answering;
    private readonly Action? _whenIdle;
    private readonly TimeSpan _idle;
    private volatile bool _isStopping;

    /// <summary>Starts the threads.</summary>
    /// <param name="name">What the threads are called.</param>
    /// <param name="threads">How many pieces of work run at once, 1 or more.</param>
    /// <param name="whenIdle">Called on one of the threads when it had nothing to do for a while after work.</param>
    /// <param name="idle">How long that while is.</param>
    public BackgroundWork(string name, int threads, Action? whenIdle = null, TimeSpan idle = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (_whenIdle, _idle) = (whenIdle, idle);
        _threads = [.. Enumerable.Range(0, threads).Select(_ => Start(name, Work))];
        _answering = Start(name, Answer);
    }

    /// <summary>How many pieces of work run at once.</summary>
    public int Threads => _threads.Length;

    /// <summary>Runs a piece of work when its turn comes.</summary>
    /// <param name="work">Work that waits for nothing.</param>
    /// <param name="cancellationToken">Leaves the queue; work that has begun is not interrupted.</param>
    /// <exception cref="OperationCanceledException">It was called off before its turn, or everything ends.</exception>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() => _answers.Add(Done(work, answer, cancellationToken)), CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            answer.SetCanceled(CancellationToken.None);
        }

        return answer.Task;
    }

    /// <summary>Waits for what runs; what waits is called off.</summary>
    public void Dispose()
    {
        if (_isStopping)
            return;
        _isStopping = true;
        _work.CompleteAdding();
        foreach (var thread in _threads)
            thread.Join();
        _answers.CompleteAdding();
        _answering.Join();
        _work.Dispose();
        _answers.Dispose();
    }

    private Action Done<T>(Func<T> work, TaskCompletionSource<T> answer, CancellationToken cancellationToken)
    {
        if (_isStopping || cancellationToken.IsCancellationRequested)
            return () => answer.SetCanceled(cancellationToken.IsCancellationRequested ? cancellationToken : new(canceled: true));
        try
        {
            var result = work();
            return () => answer.SetResult(result);
        }
        catch (Exception fault)
        {
            // Whatever it is, it belongs to whoever asked.
            return () => answer.SetException(fault);
        }
    }

    private void Work()
    {
        ThreadShare.Behind();
        for (var hasWorked = false; !_work.IsCompleted;)
        {
            if (_work.TryTake(out var next, hasWorked && _whenIdle is not null ? _idle : Timeout.InfiniteTimeSpan))
            {
                next();
                hasWorked = true;
            }
            else
            {
                if (hasWorked && !_isStopping)
                    _whenIdle?.Invoke();
                hasWorked = false;
            }
        }
    }

    private void Answer()
    {
        foreach (var give in _answers.GetConsumingEnumerable())
            give();
    }

    private static Thread Start(string name, Action run)
    {
        var thread = new Thread(() => run()) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }
}
