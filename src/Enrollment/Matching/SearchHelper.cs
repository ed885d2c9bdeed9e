namespace AccessKiosk.Enrollment.Matching;

/// <summary>A pool thread's share of one search. Who asks never waits for a helper that has not begun.</summary>
internal sealed class SearchHelper(GallerySearch search) : IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Asked = 1;
    private const int Running = 2;
    private const int Done = 3;

    private readonly TopPeople _top = new();
    private int _state;
    private int _queued;

    public void Ask(int wanted)
    {
        _top.Reset(wanted);
        Volatile.Write(ref _state, Asked);
        // One item in the pool's queue at most, however late the pool is.
        if (Interlocked.Exchange(ref _queued, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void AddResultTo(TopPeople top)
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Asked) == Asked)
            return;
        var spin = new SpinWait();
        while (Volatile.Read(ref _state) != Done)
            spin.SpinOnce(sleep1Threshold: -1);
        foreach (ref readonly var candidate in _top.Best)
            top.Offer(candidate);
    }

    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _queued, 0);
        if (Interlocked.CompareExchange(ref _state, Running, Asked) != Asked)
            return;
        search.Scan(_top);
        Volatile.Write(ref _state, Done);
    }
}
