using System.Net;
using System.Net.Sockets;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Pins;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Hosting;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;
using AccessKiosk.Web;
using AccessKiosk.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Lab.Demo;

/// <summary>A whole kiosk for the demonstration: a store in a temporary folder, a simulated door, the pages. Nothing of it stays.</summary>
internal sealed class DemoSite : IAsyncDisposable
{
    /// <summary>The staff number of a person without a face, to try the pad with.</summary>
    public const string Number = "1001";

    /// <summary>That person's PIN.</summary>
    public const string Pin = "8305";

    private const string Operator = "demonstration";
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(2);

    private readonly DirectoryInfo _folder;
    private readonly KioskHost _host;

    private DemoSite(DirectoryInfo folder, KioskHost host) => (_folder, _host) = (folder, host);

    /// <summary>The camera and its door.</summary>
    public Lane Lane => _host.Services.GetRequiredService<LaneSet>().Lanes[0];

    /// <summary>The models.</summary>
    public ModelCatalogue Models => _host.Services.GetRequiredService<ModelCatalogue>();

    /// <summary>Where its pages are; null without.</summary>
    public PageAddresses? Pages => _host.Pages;

    /// <summary>Opens it with nobody enrolled who has a face.</summary>
    /// <param name="options">The configuration; camera, store, door and lines are the demonstration's own.</param>
    /// <param name="events">Where events go.</param>
    /// <param name="tell">Told when the configured port is in use: the pages are on another one then.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<DemoSite> OpenAsync(KioskOptions options, IEventSink events, Action<string> tell, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("accesskiosk-demo-");
        try
        {
            options.Store = new() { Directory = Path.Combine(folder.FullName, "store") };
            options.Camera = new();
            options.Cameras.Clear();
            options.Gpio = new() { Driver = GpioDriverKind.Simulated };
            options.Doors = new(StringComparer.OrdinalIgnoreCase) { ["main"] = new() { Name = "simulated door", Relay = "relay", Pulse = Pulse } };
            options.Web.HttpsPort = -1;
            if (options.Web.Enabled && !IsFree(options.Web.Port))
            {
                tell($"Port {options.Web.Port} is in use, perhaps by another kiosk: the pages are on a free one.");
                options.Web.Port = 0;
            }

            return await StartAsync(folder, await KioskHost.OpenAsync(
                options, events, TimeProvider.System, cancellationToken, host => host.Services.AddSingleton(new SiteKind(IsDemonstration: true))), cancellationToken);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Enrols somebody from a recording, as <c>enrol</c> does.</summary>
    public async Task EnrolAsync(EnrollmentSource source, CancellationToken cancellationToken)
    {
        var services = _host.Services;
        var population = services.GetRequiredService<EnrolledPopulation>();
        using var enroller = new FileEnroller(
            Models, services.GetRequiredService<QualityOptions>(), services.GetRequiredService<CaptureOptions>(), population.Points.MinAgreement, RecordedFrames.Of);
        var taken = enroller.Take(source, cancellationToken);
        var enrolled = await new Enroller(population, TimeProvider.System).EnrolAsync(
            new() { Name = source.Name }, new(ConsentDecision.Granted, Operator, Operator), taken.Kept, "video", Operator, allowDuplicate: false, cancellationToken);
        services.GetRequiredService<IEventSink>().Publish(new()
        {
            At = TimeProvider.System.GetUtcNow(),
            Code = EventCodes.PersonEnrolled,
            Person = enrolled.Person?.Id,
            Name = source.Name,
            Detail = $"{taken.Kept.Count} references from {source.File.Name}" + (taken.Outliers.Count > 0 ? $", {taken.Outliers.Count} captures of somebody else dropped" : ""),
        });
    }

    /// <summary>Reads the pictures of an import as the page does before it is confirmed; stores nothing.</summary>
    public Task<ImportReview> ReviewAsync(ImportPeople plan, CancellationToken cancellationToken)
    {
        var services = _host.Services;
        var importer = new Importer(
            services.GetRequiredService<EnrolledPopulation>(), Models, services.GetRequiredService<QualityOptions>(), services.GetRequiredService<CaptureOptions>(),
            new(Operator, Operator, Operator, AllowDuplicates: true), services.GetRequiredService<PictureWork>());
        return importer.ReviewAsync(plan, () => { }, cancellationToken);
    }

    /// <summary>A key for the API.</summary>
    public async Task<string> AddKeyAsync(string scope, CancellationToken cancellationToken) =>
        (await _host.Services.GetRequiredService<KioskStore>().ApiKeys.AddAsync("bench", [scope], null, Operator, cancellationToken)).Secret;

    /// <summary>Closes pages, door and store, and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<DemoSite> StartAsync(DirectoryInfo folder, KioskHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
            if (host.Pages is not null)
                await AddDeclinedAsync(host.Services.GetRequiredService<KioskStore>(), cancellationToken);
            return new(folder, host);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private static async Task AddDeclinedAsync(KioskStore store, CancellationToken cancellationToken)
    {
        var declined = await store.People.AddAsync(
            new() { Name = "Grace", ExternalId = Number }, new(ConsentDecision.Declined, Operator, Operator), Operator, cancellationToken);
        await PinStore.SetAsync(store, declined.Id, Pin, isDuress: false, Operator, cancellationToken);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
