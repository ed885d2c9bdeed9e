using System.Security.Cryptography;
using System.Text;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Liveness.Background;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Files;
using Microsoft.Extensions.Logging;

namespace AccessKiosk.Access.Maintenance;

/// <summary>
/// Keeps the empty room of every camera on disk, sealed, so that a restart with somebody before the camera asks nobody for a
/// challenge. What is read back counts only where the camera recognises it.
/// </summary>
/// <param name="lanes">The cameras.</param>
/// <param name="store">Seals the files.</param>
/// <param name="options">Where the store lies.</param>
/// <param name="time">The clock.</param>
/// <param name="supervisor">Runs it.</param>
/// <param name="logger">Told of a room that cannot be kept.</param>
public sealed class BackgroundKeeper(
    LaneSet lanes, KioskStore store, StoreOptions options, TimeProvider time, ServiceSupervisor supervisor, ILogger<BackgroundKeeper> logger)
    : SupervisedBackgroundService(supervisor, "empty rooms", RestartPolicy.RestartThenStop)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    private readonly string _folder = Path.Combine(options.Directory, "rooms");
    private readonly Dictionary<string, BackgroundSnapshot> _written = [];

    /// <summary>Writes what was learnt last.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Write();
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in lanes.Lanes)
            if (Read(lane.Name) is { } room)
                lane.Background.Offer(room);
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            Write();
    }

    private void Write()
    {
        foreach (var lane in lanes.Lanes)
        {
            if (lane.Background.Latest is not { } room || _written.GetValueOrDefault(lane.Name) == room)
                continue;
            try
            {
                DurableFile.MakeFolder(_folder);
                DurableFile.Write(PathOf(lane.Name), store.Secrets.Seal(Purpose(lane.Name), room.ToBytes()));
                _written[lane.Name] = room;
            }
            catch (Exception fault) when (fault is StoreException or IOException)
            {
                // The next start learns it anew.
                logger.RoomNotKept(lane.Name, fault.Message);
            }
        }
    }

    private BackgroundSnapshot? Read(string camera)
    {
        try
        {
            var path = PathOf(camera);
            return File.Exists(path) && store.Secrets.Open(Purpose(camera), File.ReadAllBytes(path)) is { } bytes ? BackgroundSnapshot.Read(bytes) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            logger.RoomNotKept(camera, fault.Message);
            return null;
        }
    }

    // A camera's name may hold anything.
    private string PathOf(string camera) => Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(camera)).AsSpan(0, 8)));

    private static string Purpose(string camera) => $"empty room of camera {camera}";
}
