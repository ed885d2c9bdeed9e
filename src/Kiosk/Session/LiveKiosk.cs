using AccessKiosk.Enrollment.People;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Libgpiod;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Events;
using AccessKiosk.Kiosk.People;
using AccessKiosk.Kiosk.Policy;
using AccessKiosk.Kiosk.Recognition;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Session;

/// <summary>The kiosk of a site: its camera, its store, its door. Runs until it is told to stop, and starts over by itself after a failure.</summary>
internal sealed class LiveKiosk(KioskOptions options, IEventSink events, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Runs.</summary>
    /// <exception cref="Enrollment.Store.StoreException">The store cannot be used.</exception>
    /// <exception cref="GpioException">The door's lines cannot be had.</exception>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var workforce = await Workforce.OpenAsync(options, Enrollment.Store.StoreAccess.Exclusive, time, cancellation);
        using var clock = new DoorClock();
        using var gpio = Lines(clock);
        using var door = Door.Open(TheDoor(), gpio, clock);
        await using var record = new StoreEvents(workforce.Store, door, events, time);
        await using var renewals = new ReferenceRenewals(workforce, options.Enrolment.Renewal, record, time);
        await using var retention = new RetentionKeeper(workforce.Store, options.Retention, record, time);
        var pump = DoorEvents.PumpAsync(door, record);
        using (var pipeline = new RecognitionPipeline(RecognitionParts.Create(new(options.Inference), options), new GalleryView(workforce.Gallery, workforce.Points), options.Quality, options.Recognition))
        {
            var gate = new Gatekeeper(new(EveryoneAlways.Model(door.Name)), door, id => AccessOf(workforce, id), time);
            var session = new KioskSession(pipeline, door, gate, record, workforce.NameOf, time, record, renewals);
            await Task.Factory.StartNew(() => Loop(session, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        door.Dispose();
        await pump;
    }

    private static PersonAccess? AccessOf(Workforce workforce, PersonId id) => workforce.Store.People.Find(id) is not { } person ? null : new()
    {
        Id = id.Value,
        IsActive = person.Status is PersonStatus.Active,
        ValidFrom = person.ValidFrom,
        ValidUntil = person.ValidUntil,
        Groups = [EveryoneAlways.Group, .. person.Groups],
    };

    private GpioDriver Lines(DoorClock clock) =>
        options.Gpio.Driver is GpioDriverKind.Libgpiod ? new LibgpiodGpio(options.Gpio, clock) : new SimulatedGpio(clock, options.Gpio);

    private DoorOptions TheDoor()
    {
        if (options.Doors.Count != 1)
            throw new ConfigurationException([$"Doors has {options.Doors.Count} entries; allowed: one, for instance Doors:main:Relay=relay with Gpio:Lines:relay."]);
        return options.Doors.Values.Single();
    }

    private void Loop(KioskSession session, CancellationToken cancellation)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var frames = session.Frames;
            try
            {
                session.Run(options.Camera, options.Camera.Source, _ => false, cancellation);
                return;
            }
            catch (Exception fault) when (fault is CameraException or ModelException or ImageException)
            {
                // The session has locked the door and said why; what worked for a while is tried again soon.
                if (session.Frames > frames)
                    pause = FirstPause;
                cancellation.WaitHandle.WaitOne(pause);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
