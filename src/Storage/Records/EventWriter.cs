using System.Threading.Channels;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Records;

/// <summary>Gathers events that wait for the disk into one transaction (group commit) and acknowledges each after it.</summary>
internal sealed class EventWriter : IAsyncDisposable
{
    private const int Waiting = 10_000;
    private const int Batch = 500;
    private readonly StoreCore _core;
    private readonly Channel<(EventRow Row, TaskCompletionSource Done)> _queue =
        Channel.CreateBounded<(EventRow, TaskCompletionSource)>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    private readonly ChangeSignal _appended;
    private readonly Task _loop;
    private long? _sequence;

    public EventWriter(StoreCore core, ChangeSignal appended)
    {
        (_core, _appended) = (core, appended);
        _loop = Task.Run(RunAsync);
    }

    public async Task AppendAsync(EventRow row, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync((row, done), cancellationToken);
        await done.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        var batch = new List<(EventRow Row, TaskCompletionSource Done)>(Batch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < Batch && _queue.Reader.TryRead(out var item))
                batch.Add(item);
            if (!await TryWriteAsync(batch) && batch.Count > 1)
            {
                // One bad event must not take the others along.
                foreach (var item in batch)
                    await TryWriteAsync([item]);
            }

            batch.Clear();
        }
    }

    private async Task<bool> TryWriteAsync(List<(EventRow Row, TaskCompletionSource Done)> batch)
    {
        try
        {
            await _core.WriteAsync((work, token) => WriteAsync(work, batch.ConvertAll(item => item.Row), token), CancellationToken.None);
            Acknowledge(batch, null);
            _appended.Raise();
            return true;
        }
        catch (Exception fault)
        {
            if (batch.Count == 1)
                Acknowledge(batch, fault);
            return false;
        }
    }

    private static void Acknowledge(List<(EventRow Row, TaskCompletionSource Done)> batch, Exception? fault)
    {
        foreach (var (_, done) in batch)
        {
            if (fault is null)
                done.TrySetResult();
            else
                done.TrySetException(fault);
        }
    }

    private async Task WriteAsync(UnitOfWork work, List<EventRow> rows, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<Guid, DateTimeOffset>();
        // A record that was purged to the last event must not begin at 1 again: who follows it has seen higher places.
        var sequence = _sequence ??= await work.Db.Events.MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? work.Now.ToUnixTimeMilliseconds();
        var people = rows.Select(row => row.PersonId).OfType<Guid>().Distinct().ToList();
        var lastSeen = new Dictionary<Guid, DateTimeOffset?>();
        if (people.Count > 0)
            lastSeen = await work.Db.People.Where(row => people.Contains(row.Id))
                .Select(row => new { row.Id, row.LastSeenAt })
                .ToDictionaryAsync(row => row.Id, row => row.LastSeenAt, cancellationToken);
        foreach (var row in rows)
        {
            row.Sequence = ++sequence;
            if (row.PersonId is not { } person)
                continue;
            if (!lastSeen.TryGetValue(person, out var last))
                row.PersonId = null;
            // A day that a wrong clock put into the future must not stay the last one.
            else if (!(row.At < (last ?? DateTimeOffset.MinValue).AddDays(1)) || last > work.Now.AddDays(1))
                seen[person] = row.At;
        }

        // A batch that fails leaves a gap, which does no harm.
        _sequence = sequence;
        work.Db.Events.AddRange(rows);
        foreach (var (person, at) in seen)
        {
            await work.Db.People.Where(row => row.Id == person)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, at), cancellationToken);
            work.Touch(new PersonId(person));
        }
    }
}
