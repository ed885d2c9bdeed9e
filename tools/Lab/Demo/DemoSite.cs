using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Pins;
using AccessKiosk.Access.Site;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Models;
using AccessKiosk.Web.Hosting;

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

    private readonly KioskOptions _options;
    private readonly DirectoryInfo _folder;

    private DemoSite(KioskOptions options, DirectoryInfo folder, LiveKiosk kiosk) => (_options, _folder, Kiosk) = (options, folder, kiosk);

    /// <summary>The kiosk.</summary>
    public LiveKiosk Kiosk { get; }

    /// <summary>Its pages; null without.</summary>
    public KioskWeb? Web { get; private set; }

    /// <summary>Opens it with nobody enrolled.</summary>
    /// <param name="options">The configuration; camera, store, door and lines are the demonstration's own.</param>
    /// <param name="events">Where events go.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<DemoSite> OpenAsync(KioskOptions options, IEventSink events, CancellationToken cancellationToken)
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
            return new(options, folder, await LiveKiosk.OpenAsync(options.ForSite(), events, TimeProvider.System, cancellationToken));
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Opens the pages; on another port when the configured one is in use.</summary>
    /// <param name="tell">Told when it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task OpenPagesAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        try
        {
            Web = await StartPagesAsync(cancellationToken);
        }
        catch (IOException) when (_options.Web.Port != 0)
        {
            tell($"Port {_options.Web.Port} is in use, perhaps by another kiosk: the pages are on a free one.");
            _options.Web.Port = 0;
            Web = await StartPagesAsync(cancellationToken);
        }

        var store = Kiosk.Population.Store;
        var declined = await store.People.AddAsync(
            new() { Name = "Grace", ExternalId = Number }, new(ConsentDecision.Declined, Operator, Operator), Operator, cancellationToken);
        await PinStore.SetAsync(store, declined.Id, Pin, isDuress: false, Operator, cancellationToken);
    }

    /// <summary>Enrols somebody from a recording, as <c>enrol</c> does.</summary>
    public async Task EnrolAsync(EnrollmentSource source, CancellationToken cancellationToken)
    {
        using var enroller = new FileEnroller(new ModelCatalogue(Kiosk.Options.Inference), Kiosk.Options.Quality, Kiosk.Options.Enrollment, Kiosk.Population.Points.MinAgreement, RecordedFrames.Of);
        var taken = enroller.Take(source, cancellationToken);
        var enrolled = await new Enroller(Kiosk.Population, Kiosk.Time).EnrolAsync(
            new() { Name = source.Name }, new(ConsentDecision.Granted, Operator, Operator), taken.Kept, "video", Operator, allowDuplicate: false, cancellationToken);
        Kiosk.Record.Publish(new()
        {
            At = Kiosk.Time.GetUtcNow(),
            Code = EventCodes.PersonEnrolled,
            Person = enrolled.Person?.Id,
            Name = source.Name,
            Detail = $"{taken.Kept.Count} references from {source.File.Name}" + (taken.Outliers.Count > 0 ? $", {taken.Outliers.Count} captures of somebody else dropped" : ""),
        });
    }

    /// <summary>Closes pages, door and store, and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Web is not null)
            await Web.DisposeAsync();
        await Kiosk.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task<KioskWeb> StartPagesAsync(CancellationToken cancellationToken) =>
        KioskWeb.StartAsync(Kiosk, _options.Web, _options.Consent, _options.Import, cancellationToken);
}
