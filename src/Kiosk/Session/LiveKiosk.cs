using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Hardware.Watchdogs;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Events;
using AccessKiosk.Kiosk.People;
using AccessKiosk.Kiosk.Policy;
using AccessKiosk.Kiosk.Policy.Rules;
using AccessKiosk.Kiosk.Recognition;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Session;

/// <summary>
/// The kiosk of a site: its store, its door, its camera loop, and what the pages see of them. One thread runs the loop;
/// everything else is safe from any thread.
/// </summary>
internal sealed class LiveKiosk : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly DoorClock _clock = new();
    private readonly StoreEvents _record;
    private readonly ReferenceRenewals _renewals;
    private readonly RetentionKeeper _retention;
    private readonly Task _pump;
    private readonly RecognitionPipeline _pipeline;
    private readonly KioskSession _session;
    private readonly ServiceWatch _service;

    private LiveKiosk(KioskOptions options, Workforce workforce, SiteRules site, GateMemory memory, IEventSink console, TimeProvider time)
    {
        (Options, Workforce, Site, Memory, Time) = (options, workforce, site, memory, time);
        try
        {
            Gpio = options.Gpio.Driver is GpioDriverKind.Libgpiod ? new BoxGpio(options.Gpio, _clock) : new SimulatedGpio(_clock, options.Gpio);
            Doors = DoorSet.Open([.. options.Doors.Values], Gpio, _clock);
            Door = Doors.Doors.Single();
            Lockdown = new(Doors, options.Store.Directory);
            Events = new(console);
            View = new(time);
            _pipeline = new(RecognitionParts.Create(new(options.Inference), options), new GalleryView(workforce.Gallery, workforce.Points), options.Quality, options.Recognition);
            _record = new(workforce.Store, Door, Events, time);
            _renewals = new(workforce, options.Enrolment.Renewal, _record, time);
            _retention = new(workforce.Store, options.Retention, _record, time);
            _pump = DoorEvents.PumpAsync(Door, _record);
            Gate = new(Rules, Door, AccessOf, time, Memory);
            HoldOpen = new(Doors.Doors, Rules, Memory, _clock);
            Pins = new(workforce.Store, Gate, View, _record, time);
            _service = ServiceWatch.FromEnvironment(_clock, message => Console.Error.WriteLine(message));
            var progress = _service.Stage("the camera loop", workLimit: TimeSpan.FromSeconds(10), gapLimit: TimeSpan.FromMinutes(1));
            _session = new(_pipeline, Door, Gate, _record, workforce.NameOf, time, _record, _renewals, View, Lease, progress);
        }
        catch
        {
            HoldOpen?.Dispose();
            Doors?.Dispose();
            Gpio?.Dispose();
            _pipeline?.Dispose();
            _clock.Dispose();
            throw;
        }
    }

    /// <summary>The configuration.</summary>
    public KioskOptions Options { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The people and their store.</summary>
    public Workforce Workforce { get; }

    /// <summary>The lines.</summary>
    public GpioDriver Gpio { get; }

    /// <summary>Every door of the box.</summary>
    public DoorSet Doors { get; }

    /// <summary>The door that this camera opens.</summary>
    public Door Door { get; }

    /// <summary>The site's rules, as staff write them.</summary>
    public SiteRules Site { get; }

    /// <summary>The lockdown of every door.</summary>
    public Lockdown Lockdown { get; }

    /// <summary>The rules in force.</summary>
    public PolicyBook Rules => Site.Book;

    /// <summary>What the rules remember of people and doors.</summary>
    public GateMemory Memory { get; }

    /// <summary>Holds doors open by schedule and for operators.</summary>
    public HoldOpenClock HoldOpen { get; }

    /// <summary>Asks the rules and works the door.</summary>
    public Gatekeeper Gate { get; }

    /// <summary>Takes what is typed on the pad at the door.</summary>
    public PinDesk Pins { get; }

    /// <summary>Everything that happens, as it happens.</summary>
    public EventFeed Events { get; }

    /// <summary>What happens is written to the store through this, then told to <see cref="Events"/>.</summary>
    public IEventSink Record => _record;

    /// <summary>The picture and the moment, for pages.</summary>
    public LiveView View { get; }

    /// <summary>Lends the camera, for an enrolment.</summary>
    public CameraLease Lease { get; } = new();

    /// <summary>Frames looked at.</summary>
    public long Frames => _session.Frames;

    /// <summary>How fast the camera loop runs.</summary>
    public LoopMeter Meter => _session.Meter;

    /// <summary>What the loop looks at; null while nothing is open.</summary>
    public CameraInfo? Camera => _session.Camera;

    /// <summary>Frames that were replaced by newer ones before they were looked at.</summary>
    public long Dropped => _session.Dropped;

    /// <summary>Opens store, door and models; the camera is opened by <see cref="RunAsync"/>.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="console">Where events go besides the store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ConfigurationException">There is not exactly one door.</exception>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    /// <exception cref="GpioException">The door's lines cannot be had.</exception>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public static async Task<LiveKiosk> OpenAsync(KioskOptions options, IEventSink console, TimeProvider time, CancellationToken cancellation)
    {
        if (options.Doors.Count != 1)
            throw new ConfigurationException([$"Doors has {options.Doors.Count} entries; allowed: one, for instance Doors:main:Relay=relay with Gpio:Lines:relay."]);
        var workforce = await Workforce.OpenAsync(options, StoreAccess.Exclusive, time, cancellation);
        GateMemory? memory = null;
        try
        {
            var site = await SiteRules.OpenAsync(workforce.Store, [.. options.Doors.Values.Select(door => door.Name)], cancellation);
            memory = await GateMemory.OpenAsync(workforce.Store, time, cancellation);
            return new(options, workforce, site, memory, console, time);
        }
        catch
        {
            if (memory is not null)
                await memory.DisposeAsync();
            await workforce.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the configured camera until it is told to stop, or a recording ends; starts over by itself after a failure.</summary>
    public Task RunAsync(CancellationToken cancellation)
    {
        _service.Ready();
        return Task.Factory.StartNew(() => Loop(cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Plays one source; see <see cref="KioskSession.Run"/>.</summary>
    public void Play(CameraOptions camera, string name, Func<TimeSpan, bool> until, CancellationToken cancellation, Func<CancellationToken, ICamera>? open = null) =>
        _session.Run(camera, name, until, cancellation, open);

    /// <summary>Locks the doors, writes what is left, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        HoldOpen.Dispose();
        Doors.Dispose();
        await _pump;
        await _retention.DisposeAsync();
        await _renewals.DisposeAsync();
        await Memory.DisposeAsync();
        await _record.DisposeAsync();
        _pipeline.Dispose();
        Pins.Dispose();
        View.Dispose();
        Gpio.Dispose();
        _clock.Dispose();
        await Workforce.DisposeAsync();
    }

    private PersonAccess? AccessOf(PersonId id) => Workforce.Store.People.Find(id) is not { } person ? null : new()
    {
        Id = id.Value,
        IsActive = person.Status is PersonStatus.Active,
        ValidFrom = person.ValidFrom,
        ValidUntil = person.ValidUntil,
        Groups = [EveryoneAlways.Group, .. person.Groups],
        HasPin = person.HasPin,
        HasReferences = person.References > 0,
    };

    private void Loop(CancellationToken cancellation)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var frames = _session.Frames;
            try
            {
                _session.Run(Options.Camera, Options.Camera.Source, _ => false, cancellation);
                return;
            }
            catch (Exception fault) when (fault is CameraException or ModelException or ImageException)
            {
                // The session has locked the door and said why; what worked for a while is tried again soon.
                if (_session.Frames > frames)
                    pause = FirstPause;
                cancellation.WaitHandle.WaitOne(pause);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
