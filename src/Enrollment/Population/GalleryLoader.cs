using System.Collections.Concurrent;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Population;

/// <summary>Brings references from the store into a gallery.</summary>
public static class GalleryLoader
{
    // Opened references on their way: a few, so that a large store never lies in memory twice.
    private const int Underway = 256;

    /// <summary>Fills the gallery with everyone's references of its model.</summary>
    /// <exception cref="StoreException">A reference does not open.</exception>
    public static async Task LoadAllAsync(KioskStore store, Gallery gallery, CancellationToken cancellationToken)
    {
        using var opened = new BlockingCollection<GalleryReference>(Underway);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var filling = Task.Run(() => Fill(gallery, opened, stop), CancellationToken.None);
        try
        {
            await store.References.LoadAsync(gallery.ModelHash, (reference, embedding) => opened.Add(Of(reference, embedding), stop.Token), stop.Token);
            opened.CompleteAdding();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The gallery refused a reference; its own fault is thrown below.
        }
        catch
        {
            await stop.CancelAsync();
            await filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        await filling;
    }

    /// <summary>One person's references of a model.</summary>
    public static async Task<IReadOnlyList<GalleryReference>> LoadAsync(KioskStore store, PersonId person, string modelHash, CancellationToken cancellationToken)
    {
        var references = new List<GalleryReference>();
        await store.References.LoadAsync(person, modelHash, (reference, embedding) => references.Add(Of(reference, embedding)), cancellationToken);
        return references;
    }

    private static void Fill(Gallery gallery, BlockingCollection<GalleryReference> opened, CancellationTokenSource stop)
    {
        try
        {
            gallery.Load(opened.GetConsumingEnumerable(stop.Token));
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    private static GalleryReference Of(StoredReference reference, ReadOnlySpan<float> embedding) =>
        new(reference.Person, reference.Id, reference.ModelHash, embedding.ToArray());
}
