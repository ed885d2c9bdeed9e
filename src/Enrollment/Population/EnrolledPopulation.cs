using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Enrollment.Population;

/// <summary>Everyone who may be recognised: the store, the gallery that follows it, and the active calibration.</summary>
public sealed class EnrolledPopulation : IAsyncDisposable
{
    private readonly GalleryFollower _follower;
    private readonly CalibrationFollower _calibration;

    private EnrolledPopulation(KioskStore store, Gallery gallery, ActiveCalibration points, GalleryFollower follower, CalibrationFollower calibration)
    {
        (Store, Gallery, Points, _follower, _calibration) = (store, gallery, points, follower, calibration);
        Duplicates = new(gallery, points, new(store));
    }

    /// <summary>The store; what is changed in it takes effect in <see cref="Gallery"/>.</summary>
    public KioskStore Store { get; }

    /// <summary>Everyone's references of the embedder in use, for 1:N search from any thread.</summary>
    public Gallery Gallery { get; }

    /// <summary>Thresholds of the active record; a newer record in the store takes its place at once.</summary>
    public ActiveCalibration Points { get; }

    /// <summary>Tells whether somebody is enrolled already.</summary>
    public DuplicateCheck Duplicates { get; }

    /// <summary>Opens the store and loads the gallery.</summary>
    /// <param name="options">The store.</param>
    /// <param name="calibration">Where thresholds come from.</param>
    /// <param name="access">Whether to write.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="onFault">Told, in one line, why a changed person or record could not be loaded, or nobody can be let in; called from another thread.</param>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    /// <exception cref="Enrollment.Calibration.Data.CalibrationException">There is no usable calibration record.</exception>
    public static async Task<EnrolledPopulation> OpenAsync(
        StoreOptions options, CalibrationChoice calibration, StoreAccess access, TimeProvider time, CancellationToken cancellationToken, Action<string>? onFault = null)
    {
        var tell = onFault ?? (_ => { });
        var store = await KioskStore.OpenAsync(options, access, time, cancellationToken);
        GalleryFollower? follower = null;
        try
        {
            var points = await ActiveCalibration.LoadAsync(calibration, store, tell, cancellationToken);
            var gallery = new Gallery(new() { ModelHash = FaceEmbedder.ModelHash, Dimension = FaceEmbedder.Dimensions });
            // Listening comes first: what changes while everyone is loaded is acted on after.
            follower = new(store, gallery, tell);
            await GalleryLoader.LoadAllAsync(store, gallery, cancellationToken);
            follower.Start();
            return new(store, gallery, points, follower, new(calibration, store, gallery, points, tell));
        }
        catch
        {
            if (follower is not null)
                await follower.DisposeAsync();
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>What keeps gallery and thresholds in step with the store, each with its name: ends with the population, or by an unexpected failure.</summary>
    public IReadOnlyList<(string Name, Task Running)> Background => [("gallery follower", _follower.Completion), ("calibration follower", _calibration.Completion)];

    /// <summary>The person's name; null for somebody unknown or erased.</summary>
    public string? NameOf(PersonId person) => Store.People.Find(person)?.Name;

    /// <summary>Whether a person must show by a movement that they are live, since their pictures were taken elsewhere. Allocates nothing.</summary>
    public bool NeedsProof(PersonId person) => Store.People.Find(person) is { NeedsProof: true };

    /// <summary>Completes when every change before this call is in the gallery.</summary>
    public Task SettledAsync() => _follower.SettledAsync();

    public async ValueTask DisposeAsync()
    {
        await _calibration.DisposeAsync();
        await _follower.DisposeAsync();
        await Store.DisposeAsync();
    }
}
