using AccessKiosk.Storage.Events;
using System.Collections.Concurrent;
using AccessKiosk.Access.Events;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Models;
using AccessKiosk.Web.Operators;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Support;

/// <summary>A whole kiosk in this process: real models, real store in a folder of its own, a recording as the camera, a simulated door, the pages on a free port.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    /// <summary>The password of every operator that tests make.</summary>
    public const string Password = "correct horse battery";

    private readonly TemporaryFolder _folder;

    private TestSite(TemporaryFolder folder, HostedKiosk kiosk) => (_folder, Kiosk) = (folder, kiosk);

    /// <summary>The kiosk.</summary>
    public HostedKiosk Kiosk { get; }

    /// <summary>Its services.</summary>
    public IServiceProvider Services => Kiosk.Services;

    /// <summary>Every route.</summary>
    public IReadOnlyList<Endpoint> Endpoints => Kiosk.Get<EndpointDataSource>().Endpoints;

    /// <summary>The cookies of operators who have signed in, by name.</summary>
    internal ConcurrentDictionary<string, IReadOnlyList<Cookie>> Sessions { get; } = new(StringComparer.Ordinal);

    /// <summary>Their address.</summary>
    public string Address => Kiosk.Pages.Address;

    /// <summary>Opens a kiosk; its camera plays <paramref name="recording"/> in a loop, at its own pace, once <see cref="PlayAsync"/> is called.</summary>
    public static async Task<TestSite> OpenAsync(string? recording = null, Action<KioskOptions>? change = null, TimeProvider? time = null)
    {
        var folder = new TemporaryFolder();
        var options = KioskOptions.Load(["Gpio:Driver=Simulated", "Doors:main:Relay=relay", "Web:Port=0"]);
        options.Store = new() { Directory = Path.Combine(folder.Path, "store") };
        options.Camera.Source = recording ?? Recordings.ManAnotherDay;
        options.Camera.Loop = true;
        change?.Invoke(options);
        return new(folder, await HostedKiosk.OpenAsync(options, new NoEvents(), time ?? TimeProvider.System));
    }

    /// <summary>Starts the camera loop.</summary>
    public Task PlayAsync() => Kiosk.PlayAsync();

    /// <summary>Enrols the man of the recordings from another session than the one that plays.</summary>
    public Task<Person> EnrolManAsync(string name = "Audun Berg") => EnrolAsync(name, Faces.Man);

    /// <summary>Enrols somebody from pictures.</summary>
    public async Task<Person> EnrolAsync(string name, IReadOnlyList<string> pictures)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var enroller = new FileEnroller(new ModelCatalogue(Kiosk.Options.Inference), Kiosk.Options.Quality, Kiosk.Options.Enrollment, Kiosk.Population.Points.MinAgreement, RecordedFrames.Of);
        using var work = new PictureWork();
        var taken = await enroller.TakeAsync([.. pictures.Select(picture => new FileInfo(picture))], work, cancellationToken);
        var consent = new NewConsent(ConsentDecision.Granted, "2026-11", "test");
        return (await new Enroller(Kiosk.Population, Kiosk.Time).EnrolAsync(new() { Name = name }, consent, taken.Kept, "video", "test", false, cancellationToken)).Person!;
    }

    /// <summary>Adds an operator with <see cref="Password"/>.</summary>
    public Task AddOperatorAsync(string name, string role) =>
        Kiosk.Population.Store.Operators.AddAsync(name, role, new Passwords().Create(Password).Format(), "test", TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Kiosk.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class NoEvents : IEventSink
    {
        public void Publish(AccessEvent happened) { }
    }
}
