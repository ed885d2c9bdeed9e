using AccessKiosk.Storage.Events;
using System.Collections.Concurrent;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Site;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Models;
using AccessKiosk.Web.Hosting;
using AccessKiosk.Web.Operators;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Support;

/// <summary>A whole kiosk in this process: real models, real store in a folder of its own, a recording as the camera, a simulated door, the pages on a free port.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    /// <summary>The password of every operator that tests make.</summary>
    public const string Password = "correct horse battery";

    private readonly TemporaryFolder _folder;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    private TestSite(TemporaryFolder folder, LiveKiosk kiosk, KioskWeb web) => (_folder, Kiosk, Web) = (folder, kiosk, web);

    /// <summary>The kiosk.</summary>
    public LiveKiosk Kiosk { get; }

    /// <summary>Its pages.</summary>
    public KioskWeb Web { get; }

    /// <summary>The cookies of operators who have signed in, by name.</summary>
    internal ConcurrentDictionary<string, IReadOnlyList<Cookie>> Sessions { get; } = new(StringComparer.Ordinal);

    /// <summary>Their address.</summary>
    public string Address => Web.Address;

    /// <summary>Opens a kiosk; its camera plays <paramref name="recording"/> in a loop, at its own pace, once <see cref="Play"/> is called.</summary>
    public static async Task<TestSite> OpenAsync(string? recording = null, Action<KioskOptions>? change = null, TimeProvider? time = null)
    {
        var folder = new TemporaryFolder();
        var options = KioskOptions.Load(["Gpio:Driver=Simulated", "Doors:main:Relay=relay", "Web:Port=0"]);
        options.Store = new() { Directory = Path.Combine(folder.Path, "store") };
        options.Camera.Source = recording ?? Recordings.ManAnotherDay;
        options.Camera.Loop = true;
        change?.Invoke(options);
        var kiosk = await LiveKiosk.OpenAsync(options.ForSite(), new NoEvents(), time ?? TimeProvider.System, TestContext.Current.CancellationToken);
        return new(folder, kiosk, await KioskWeb.StartAsync(kiosk, options.Web, options.Consent, options.Import, TestContext.Current.CancellationToken));
    }

    /// <summary>Starts the camera loop.</summary>
    public void Play() => _loop = Kiosk.RunAsync(_stop.Token);

    /// <summary>Enrols the man of the recordings from another session than the one that plays.</summary>
    public Task<Person> EnrolManAsync(string name = "Audun Berg") => EnrolAsync(name, Faces.Man);

    /// <summary>Enrols somebody from pictures.</summary>
    public async Task<Person> EnrolAsync(string name, IReadOnlyList<string> pictures)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var enroller = new FileEnroller(new ModelCatalogue(Kiosk.Options.Inference), Kiosk.Options.Quality, Kiosk.Options.Enrollment, Kiosk.Population.Points.MinAgreement, RecordedFrames.Of);
        var taken = enroller.Take([.. pictures.Select(picture => new FileInfo(picture))], cancellationToken);
        var consent = new NewConsent(ConsentDecision.Granted, "2026-11", "test");
        return (await new Enroller(Kiosk.Population, Kiosk.Time).EnrolAsync(new() { Name = name }, consent, taken.Kept, "video", "test", false, cancellationToken)).Person!;
    }

    /// <summary>Adds an operator with <see cref="Password"/>.</summary>
    public Task AddOperatorAsync(string name, string role) =>
        Kiosk.Population.Store.Operators.AddAsync(name, role, new Passwords().Create(Password).Format(), "test", TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await Web.DisposeAsync();
        await Kiosk.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    private sealed class NoEvents : IEventSink
    {
        public void Publish(AccessEvent happened) { }
    }
}
