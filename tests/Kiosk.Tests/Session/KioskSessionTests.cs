using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Policy;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>Whatever fails, the door is locked and the event says why.</summary>
public sealed class KioskSessionTests : IDisposable, IEventSink
{
    private readonly KioskOptions _options = KioskOptions.Load();
    private readonly SimulatedGpio _gpio;
    private readonly DoorClock _clock = new();
    private readonly Door _door;
    private readonly List<AccessEvent> _events = [];
    private readonly FailingGallery _gallery;
    private readonly RecognitionPipeline _pipeline;
    private readonly KioskSession _session;
    private readonly PictureList _pictures = new(Recordings.Pictures(Recordings.Man, 25, 35));

    public KioskSessionTests()
    {
        _gpio = new(_clock);
        _door = Door.Open(new() { Name = "main", Relay = "relay", Pulse = TimeSpan.FromSeconds(30) }, _gpio, _clock);
        var models = new ModelCatalogue(_options.Inference);
        var gallery = new Gallery(new() { ModelHash = FaceEmbedder.ModelHash, Dimension = FaceEmbedder.Dimensions });
        _gallery = new(new GalleryView(gallery, ActiveCalibration.Load(_options.Recognition.Thresholds)));
        _pipeline = RecognitionPipeline.Load(models, _options.Perception(), _gallery, _options.Recognition);
        var doorway = new DoorContext(_door, new(DefaultAccessModel.Model("main")), new());
        var trust = doorway.Cameras.Add("main");
        _session = new(_pipeline, trust, new(doorway, trust, DoorDirection.In, _ => null, TimeProvider.System), new() { Events = this, NameOf = _ => null }, TimeProvider.System);
    }

    void IEventSink.Publish(AccessEvent happened)
    {
        lock (_events)
            _events.Add(happened);
    }

    public void Dispose()
    {
        _pipeline.Dispose();
        _door.Dispose();
        _gpio.Dispose();
        _clock.Dispose();
        _pictures.Dispose();
    }

    public static TheoryData<Type> Failures => [typeof(ModelException), typeof(InvalidOperationException), typeof(OutOfMemoryException), typeof(OperationCanceledException)];

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_in_recognition_locks_the_door_and_is_told(Type kind)
    {
        Unlock();
        var failure = kind == typeof(ModelException) ? new ModelException("the model broke") : (Exception)Activator.CreateInstance(kind)!;
        _gallery.FailAt(5, failure);
        Assert.Same(failure, Assert.ThrowsAny<Exception>(() => Run(new PictureCamera(_pictures))));
        Locked(failure.Message);
        Assert.Equal(DoorMode.Impaired, _door.Grant().Mode);
    }

    [Fact]
    public void A_camera_that_stays_away_is_recorded_once_however_often_it_is_tried()
    {
        for (var attempt = 0; attempt < 3; attempt++)
            Assert.Throws<CameraException>(() => _session.Run(new() { Source = "/dev/video987" }, "front", _ => false, TestContext.Current.CancellationToken));
        Assert.Single(_events, happened => happened.Code == EventCodes.CameraFault);
    }

    [Fact]
    public void A_door_locked_by_a_failure_works_again_once_recognition_does()
    {
        _gallery.FailAt(0, new ModelException("the model broke"));
        Assert.Throws<ModelException>(() => Run(new PictureCamera(_pictures)));
        Assert.False(_door.Grant().Open);
        _gallery.FailAt(int.MaxValue, null);
        Run(new PictureCamera(_pictures));
        Assert.True(_door.Grant().Open);
    }

    [Fact]
    public void A_camera_that_cannot_be_opened_locks_the_door_and_is_told()
    {
        Unlock();
        Assert.Throws<CameraException>(() => _session.Run(new() { Source = "none.mp4" }, "main", _ => false, Cancellation));
        Locked("none.mp4");
    }

    [Fact]
    public void A_camera_that_is_lost_locks_the_door_until_it_gives_pictures_again()
    {
        Unlock();
        using var over = new ManualResetEventSlim();
        var opened = 0;
        DoorMode? whenLost = null;
        _session.Run(new() { Source = "0", StallTimeout = TimeSpan.FromMinutes(1) }, "main", _ => opened > 1, Cancellation, _ =>
        {
            if (opened++ > 0)
                whenLost = _door.State.Mode;
            return new PictureCamera(_pictures, isLive: true, opened == 1 ? null : () =>
            {
                over.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
                return new(CameraReadKind.End);
            });
        });
        Assert.Equal(DoorMode.Impaired, whenLost);
        Assert.False(_gpio.IsActive("relay"));
        Assert.Contains(Told(), e => e.Severity is EventSeverity.Fault && e.Code.Group is not "door" && e.Detail!.Contains("no more pictures", StringComparison.Ordinal));
        Assert.Contains(Told(), e => e.Code.Group is "camera" && e.Detail!.Contains("again", StringComparison.Ordinal));
        Assert.True(_door.Grant().Open);
        over.Set();
    }

    [Fact]
    public void A_camera_that_was_left_hanging_does_not_speak_for_the_next_one()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var hung = new ManualResetEventSlim();
        var hanging = new PictureCamera(_pictures, isLive: true, () =>
        {
            stop.Cancel();
            hung.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
            return new(CameraReadKind.End, "it was pulled out.");
        });
        Assert.ThrowsAny<OperationCanceledException>(() => _session.Run(new() { Source = "0", StallTimeout = TimeSpan.FromMinutes(1) }, "main", _ => false, stop.Token, _ => hanging));
        var modes = new List<DoorMode>();
        Run(new PictureCamera(_pictures, then: () =>
        {
            hung.Set();
            SpinWait.SpinUntil(() => Told().Exists(e => e.Detail!.Contains("pulled out", StringComparison.Ordinal)), TimeSpan.FromSeconds(1));
            modes.Add(_door.State.Mode);
            return new(CameraReadKind.End);
        }));
        Assert.Equal([DoorMode.Locked], modes);
        Assert.DoesNotContain(Told(), e => e.Severity is EventSeverity.Fault && e.Code.Group is not "door");
    }

    [Fact]
    public void A_camera_that_hangs_locks_the_door_while_it_does()
    {
        Unlock();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var hung = new ManualResetEventSlim();
        var hanging = new PictureCamera(_pictures, isLive: true, () =>
        {
            hung.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
            return new(CameraReadKind.End, "it was pulled out.");
        });
        _gpio.Watch(edge =>
        {
            if (edge is { Line: "relay", Active: false })
                stop.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            try
            {
                _session.Run(new() { Source = "0", StallTimeout = TimeSpan.FromSeconds(0.5) }, "main", _ => false, stop.Token, _ => hanging);
            }
            finally
            {
                hung.Set();
            }
        });
        Assert.Contains(Told(), e => e.Severity is EventSeverity.Fault && e.Code.Group is not "door" && e.Detail!.Contains("no picture for 0.5 s", StringComparison.Ordinal));
        Assert.Equal(DoorMode.Impaired, _door.State.Mode);
    }

    [Fact]
    public void Being_stopped_is_no_fault()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Assert.ThrowsAny<OperationCanceledException>(() => _session.Run(new() { Source = "x" }, "main", at =>
        {
            stop.Cancel();
            return false;
        }, stop.Token, _ => new PictureCamera(_pictures, isLive: true, () => throw new OperationCanceledException())));
        Assert.DoesNotContain(Told(), e => e.Severity is EventSeverity.Fault && e.Code.Group is not "door");
        Assert.Equal(DoorMode.Locked, _door.State.Mode);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private void Unlock()
    {
        Assert.True(_door.Grant().Open);
        Assert.True(_gpio.IsActive("relay"));
    }

    private void Run(ICamera camera) => _session.Run(new() { Source = "x", Speed = PlaybackSpeed.Maximum }, "main", _ => false, Cancellation, _ => camera);

    private void Locked(string reason)
    {
        Assert.False(_gpio.IsActive("relay"));
        Assert.Equal(DoorMode.Impaired, _door.State.Mode);
        Assert.Contains(Told(), e => e.Severity is EventSeverity.Fault && e.Code.Group is not "door" && e.Detail!.Contains(reason, StringComparison.Ordinal));
    }

    private List<AccessEvent> Told()
    {
        lock (_events)
            return [.. _events];
    }

    /// <summary>The real gallery, until it is told to fail.</summary>
    private sealed class FailingGallery(IGalleryView real) : IGalleryView
    {
        private int _left = int.MaxValue;
        private Exception? _failure;

        public long Version => real.Version;

        public float MinAgreement => real.MinAgreement;

        public void FailAt(int comparison, Exception? failure) => (_left, _failure) = (comparison, failure);

        public Identification Identify(ReadOnlySpan<float> probe, int frames) => _left-- == 0 ? throw _failure! : real.Identify(probe, frames);
    }
}
