using System.Collections.Immutable;
using System.Threading.Channels;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Events;

/// <summary>Passes events on to the console and to all listeners: pages, streams, webhooks. A slow listener loses its oldest events.</summary>
/// <param name="next">Where every event goes besides.</param>
public sealed class EventFeed(IEventSink next) : IEventSink
{
    private const int Backlog = 256;
    private ImmutableList<Channel<AccessEvent>> _listeners = [];

    /// <inheritdoc/>
    public void Publish(AccessEvent happened)
    {
        next.Publish(happened);
        foreach (var listener in _listeners)
            listener.Writer.TryWrite(happened);
    }

    /// <summary>Everything from now on, until cancelled.</summary>
    public async IAsyncEnumerable<AccessEvent> ListenAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mine = Channel.CreateBounded<AccessEvent>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        ImmutableInterlocked.Update(ref _listeners, all => all.Add(mine));
        try
        {
            await foreach (var happened in mine.Reader.ReadAllAsync(cancellationToken))
                yield return happened;
        }
        finally
        {
            ImmutableInterlocked.Update(ref _listeners, all => all.Remove(mine));
        }
    }
}
