using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>A store in which the man of the recordings is enrolled; each test takes a copy.</summary>
public sealed class EnrolledStore : IAsyncLifetime
{
    /// <summary>The man's name.</summary>
    public const string Man = "Audun Berg";

    private readonly TemporaryFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var options = KioskOptions.Load([$"Store:Directory={_folder.Path}"]);
        await using var workforce = await EnrolledPopulation.OpenAsync(options.Store, options.Recognition.Thresholds, Storage.StoreAccess.Exclusive, TimeProvider.System, cancellationToken);
        using var enroller = new FileEnroller(new(options.Inference), options.Quality, options.Enrollment, workforce.Points.MinAgreement, RecordedFrames.Of);
        var taken = enroller.Take(new EnrollmentSource(Man, new(Recordings.Man)), cancellationToken);
        await new Enroller(workforce, TimeProvider.System).EnrolAsync(
            new() { Name = Man }, new(ConsentDecision.Granted, "2026-11", "test"), taken.Kept, "video", "test", allowDuplicate: false, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Copies it into an empty folder.</summary>
    internal void CopyTo(string folder)
    {
        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(_folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
