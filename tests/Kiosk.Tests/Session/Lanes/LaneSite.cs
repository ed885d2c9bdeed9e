using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Events;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Kiosk.Configuration;

namespace AccessKiosk.Kiosk.Tests.Session.Lanes;

/// <summary>A whole kiosk with several lanes in this process: real models and store, recordings as cameras, simulated lines.</summary>
internal sealed class LaneSite : IAsyncDisposable, IEventSink
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Lock _gate = new();
    private readonly List<AccessEvent> _events = [];
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LaneSite()
    {
    }

    /// <summary>The kiosk.</summary>
    public HostedKiosk Kiosk { get; private set; } = null!;

    /// <summary>Its lines.</summary>
    public SimulatedGpio Gpio => (SimulatedGpio)Kiosk.Gpio;

    /// <summary>What has happened.</summary>
    public IReadOnlyList<AccessEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>Opens it on a store's folder.</summary>
    public static async Task<LaneSite> OpenAsync(string store, params string[] settings)
    {
        var site = new LaneSite();
        var options = KioskOptions.Load([$"Store:Directory={store}", "Gpio:Driver=Simulated", "Camera:Speed=Maximum", "Web:Enabled=false", .. settings]);
        site.Kiosk = await HostedKiosk.OpenAsync(options, site, TimeProvider.System);
        return site;
    }

    /// <inheritdoc/>
    public void Publish(AccessEvent happened)
    {
        lock (_gate)
        {
            _events.Add(happened);
            _more.TrySetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Runs every lane until the site is disposed of.</summary>
    public Task RunAsync() => Kiosk.PlayAsync();

    /// <summary>Shows a recording to one camera until it has decided; returns the decision.</summary>
    public AccessEvent Show(string camera, string recording, Func<ICamera, ICamera>? through = null)
    {
        var before = Events.Count;
        var options = new CameraOptions { Source = recording, Speed = PlaybackSpeed.Maximum };
        Kiosk.Lane(camera)!.Play(
            options, camera, _ => Decision() is not null, _stop.Token, through is null ? null : cancellationToken => through(CameraFactory.Open(options, TimeProvider.System, cancellationToken)));
        return Decision()!;

        AccessEvent? Decision() => Events.Skip(before).FirstOrDefault(e => (e.Code == EventCodes.AccessGranted || e.Code == EventCodes.AccessDenied || e.Code == EventCodes.AlarmPresentationAttack));
    }

    /// <summary>Waits until something has happened.</summary>
    public async Task<AccessEvent> UntilAsync(Func<AccessEvent, bool> happened)
    {
        while (true)
        {
            Task more;
            lock (_gate)
                more = _more.Task;
            if (Events.FirstOrDefault(happened) is { } found)
                return found;
            await more.WaitAsync(Patience, _stop.Token);
        }
    }

    /// <summary>Waits until the lines or the doors are as wanted.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Patience);
        while (!holds())
            await Task.Delay(20, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Kiosk.DisposeAsync();
        _stop.Dispose();
    }
}
