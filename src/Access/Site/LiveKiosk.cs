using AccessKiosk.Access.Configuration;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Maintenance;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Drivers;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Hardware.Indicators;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Hardware.Watchdogs;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Models;
using Microsoft.Extensions.Logging;

namespace AccessKiosk.Access.Site;

/// <summary>
/// The kiosk of a site: what it has once (its store, its people, its rules, its doors), and its lanes, one a camera. Safe
/// from any thread.
/// </summary>
public sealed class LiveKiosk : IAsyncDisposable
{
    private readonly DoorClock _clock = new();
    private readonly EventRecorder _record;
    private readonly ReferenceRenewals _renewals;
    private readonly RetentionKeeper _retention;
    private readonly Task _pumps;
    private readonly ServiceWatch _service;
    private readonly Dictionary<string, DoorIndicators> _indicators = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Lane> _lanes = [];

    private LiveKiosk(SiteOptions options, IReadOnlyList<LanePlan> plans, EnrolledPopulation population, SiteRules site, PersistedAccessState memory, IEventSink console, ServiceSupervisor supervisor, TimeProvider time)
    {
        (Options, Population, Site, Memory, Supervisor, Time) = (options, population, site, memory, supervisor, time);
        try
        {
            Gpio = options.Gpio.Driver is GpioDriverKind.Libgpiod ? new HardwareGpioDriver(options.Gpio, _clock) : new SimulatedGpio(_clock, options.Gpio);
            Doors = DoorSet.Open([.. options.Doors.Values], Gpio, _clock);
            foreach (var door in options.Doors.Values)
                _indicators.Add(door.Name, new(door.Indicators, Gpio, _clock));
            supervisor.Guard(Doors.Doors);
            Lockdown = new(Doors, options.Store.Directory);
            Events = new(console);
            _record = new(population.Store, Doors, Events, time, supervisor);
            _renewals = new(population, options.Enrollment.Renewal, _record, time, supervisor);
            _retention = new(population.Store, options.Retention, _record, time, supervisor);
            var doorways = Doors.Doors.ToDictionary(door => door.Name, door => new DoorContext(door, Rules, Memory, _indicators[door.Name]), StringComparer.OrdinalIgnoreCase);
            // An event of a door that was taken and not acted on is lost: only a new start puts that right.
            _pumps = Task.WhenAll(doorways.Values.Select(doorway => supervisor.RunAsync(
                $"events of door {doorway.Door.Name}", cancellationToken => doorway.PumpAsync(_record, cancellationToken), RestartPolicy.EndKiosk)));
            foreach (var (name, running) in population.Background)
                _ = supervisor.RunAsync(name, running.WaitAsync, RestartPolicy.EndKiosk);
            HoldOpen = new(Doors.Doors, Rules, Memory, _clock, supervisor);
            _service = ServiceWatch.FromEnvironment(_clock, message => Console.Error.WriteLine(message));
            var parts = new SiteParts(population, _record, _renewals, _service, time);
            var models = new ModelCatalogue(options.Inference);
            foreach (var plan in plans)
                _lanes.Add(new(plan, doorways[plan.Door.Name], Pipeline(models), parts));
        }
        catch
        {
            _lanes.ForEach(lane => lane.Dispose());
            HoldOpen?.Dispose();
            Doors?.Dispose();
            DisposeIndicators();
            Gpio?.Dispose();
            _clock.Dispose();
            throw;
        }
    }

    /// <summary>The configuration.</summary>
    public SiteOptions Options { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The people and their store.</summary>
    public EnrolledPopulation Population { get; }

    /// <summary>The lines.</summary>
    public GpioDriver Gpio { get; }

    /// <summary>Runs everything that works in the background.</summary>
    public ServiceSupervisor Supervisor { get; }

    /// <summary>Every door of the box.</summary>
    public DoorSet Doors { get; }

    /// <summary>Every camera with its door, by name; at least one.</summary>
    public IReadOnlyList<Lane> Lanes => _lanes;

    /// <summary>The site's rules, as staff write them.</summary>
    public SiteRules Site { get; }

    /// <summary>The lockdown of every door.</summary>
    public Lockdown Lockdown { get; }

    /// <summary>The active rules.</summary>
    public CurrentAccessPolicy Rules => Site.Book;

    /// <summary>What the rules remember of people and doors.</summary>
    public PersistedAccessState Memory { get; }

    /// <summary>Holds doors open by schedule and for operators.</summary>
    public HoldOpenClock HoldOpen { get; }

    /// <summary>Everything that happens, as it happens.</summary>
    public EventFeed Events { get; }

    /// <summary>Events are written to the store through this, then passed to <see cref="Events"/>.</summary>
    public IEventSink Record => _record;

    /// <summary>The lane of a camera; null when there is no such camera.</summary>
    public Lane? Lane(string camera) => _lanes.Find(lane => string.Equals(lane.Name, camera, StringComparison.OrdinalIgnoreCase));

    /// <summary>Opens store, doors and models; the cameras are opened by <see cref="RunAsync"/>.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="console">Where events go besides the store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="log">The log; null for none.</param>
    /// <exception cref="ConfigurationException">There is no door, or cameras and doors do not fit together.</exception>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    /// <exception cref="GpioException">A door's lines cannot be had.</exception>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public static async Task<LiveKiosk> OpenAsync(SiteOptions options, IEventSink console, TimeProvider time, CancellationToken cancellationToken, ILoggerFactory? log = null)
    {
        if (options.Doors.Count == 0)
            throw new ConfigurationException(["Doors has no entries; allowed: one or more, for instance Doors:main:Relay=relay with Gpio:Lines:relay."]);
        var plans = LanePlan.Of(options);
        LiveKiosk? kiosk = null;
        var population = await EnrolledPopulation.OpenAsync(options.Store, options.Recognition.Thresholds, StoreAccess.Exclusive, time, cancellationToken, Tell);
        if (!Uploads.TryClear(options.Store.Directory))
            Console.Error.WriteLine($"Pictures of an import that was cut off lie in {Uploads.Folder(options.Store.Directory)} and cannot be removed: remove the folder by hand.");
        var supervisor = new ServiceSupervisor(time, log?.CreateLogger<ServiceSupervisor>());
        PersistedAccessState? memory = null;
        try
        {
            var site = await SiteRules.OpenAsync(population.Store, [.. options.Doors.Values.Select(door => door.Name)], cancellationToken);
            memory = await PersistedAccessState.OpenAsync(population.Store, time, supervisor, cancellationToken);
            return kiosk = new(options, plans, population, site, memory, console, supervisor, time);
        }
        catch
        {
            supervisor.BeginStop();
            if (memory is not null)
                await memory.DisposeAsync();
            await population.DisposeAsync();
            throw;
        }

        // Until the kiosk stands there is only the console to tell.
        void Tell(string fault) => (kiosk?.Record ?? console).Publish(new() { At = time.GetUtcNow(), Code = EventCodes.MatchingFault, Detail = fault });
    }

    /// <summary>Runs every lane until it is told to stop, or every recording ends.</summary>
    /// <exception cref="ServiceFailedException">A lane, or a service that the doors depend on, failed for good.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _service.Ready();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Supervisor.Failed);
        await Task.WhenAll(_lanes.Select(lane => Supervisor.RunAsync($"camera {lane.Name}", lane.RunAsync, RestartPolicy.EndKiosk, end.Token)));
        Supervisor.ThrowIfFailed();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Locks the doors, writes what is left, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        Supervisor.BeginStop();
        HoldOpen.Dispose();
        Doors.Dispose();
        await _pumps;
        await _retention.DisposeAsync();
        await _renewals.DisposeAsync();
        await Memory.DisposeAsync();
        await _record.DisposeAsync();
        _lanes.ForEach(lane => lane.Dispose());
        DisposeIndicators();
        Gpio.Dispose();
        _clock.Dispose();
        await Population.DisposeAsync();
        Supervisor.Dispose();
    }

    private void DisposeIndicators()
    {
        foreach (var indicators in _indicators.Values)
            indicators.Dispose();
    }

    private RecognitionPipeline Pipeline(ModelCatalogue models) =>
        RecognitionPipeline.Load(models, Options.Perception(), new GalleryView(Population.Gallery, Population.Points), Options.Recognition);
}
