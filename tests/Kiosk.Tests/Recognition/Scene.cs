using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Events;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Demo;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Tests.Recognition;

/// <summary>A whole kiosk with the man of the recordings enrolled, and what it said.</summary>
internal sealed class Scene : IDisposable, IEventSink
{
    private static readonly EnrollmentSource Man = new("Audun", new(Recordings.Man));

    // A minute of his, looked through once for all scenes.
    private static readonly Lazy<CaptureChoice> Captures = new(() =>
    {
        var options = KioskOptions.Load();
        using var enroller = new FileEnroller(new(options.Inference), options.Quality, options.Enrollment, ActiveCalibration.Load(options.Recognition.Thresholds).MinAgreement, RecordedFrames.Of);
        return enroller.Take(Man, CancellationToken.None);
    });

    private readonly Lock _gate = new();
    private readonly List<AccessEvent> _events = [];

    public Scene(bool enrolled = true, params string[] settings)
    {
        Kiosk = SimulatedKiosk.Create(KioskOptions.Load(settings), this);
        if (enrolled)
            Kiosk.Enrol(Man, Captures.Value);
    }

    public SimulatedKiosk Kiosk { get; }

    public IReadOnlyList<AccessEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>Kinds of the decisions so far.</summary>
    public IReadOnlyList<EventCode> Decisions => [.. Events.Select(e => e.Code).Where(EventCodes.IsDecision)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Publish(AccessEvent happened)
    {
        lock (_gate)
            _events.Add(happened);
    }

    /// <summary>Enrols the man once more, under another name.</summary>
    public void EnrolAgain(string name) => Kiosk.Enrol(Man with { Name = name }, Captures.Value);

    /// <summary>Plays the beginning of a recording.</summary>
    public void Play(string recording, double seconds) => Play(recording, at => at.TotalSeconds >= seconds);

    /// <summary>Plays a recording until the time of a frame is answered with yes.</summary>
    public void Play(string recording, Func<TimeSpan, bool> until) =>
        Kiosk.Play(new() { Source = recording, Speed = PlaybackSpeed.Maximum }, Path.GetFileName(recording), until, Cancellation);

    /// <summary>Shows pictures, 25 a second.</summary>
    public void Show(IReadOnlyList<Image> pictures, int gapAt = -1) =>
        Kiosk.Play(new() { Source = "pictures", Speed = PlaybackSpeed.Maximum }, "pictures", _ => false, Cancellation, _ => new PictureCamera(pictures, gapAt: gapAt));

    public void Dispose() => Kiosk.Dispose();
}
