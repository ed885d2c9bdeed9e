using AccessKiosk.Access.Gate;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Lanes.Lending;
using AccessKiosk.Access.Pins;
using AccessKiosk.Access.Policy;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Web.Tests.Screen;

/// <summary>
/// One kiosk for every test of the screen. Recordings are played through the whole of it where they reach the state;
/// states that no recording reaches are shown to the live view, at a camera's pace, with a recording's picture.
/// </summary>
public sealed class ScreenSite : IAsyncLifetime
{
    /// <summary>Of the man, and of <see cref="Declined"/>.</summary>
    public const string Pin = "8305";

    /// <summary>The staff number of <see cref="Declined"/>.</summary>
    public const string Number = "4711";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Frame _frame = new();
    private readonly CancellationTokenSource _stop = new();
    private FrameOutcome? _shown;
    private bool _hasFace;
    private ScreenResult _told;
    private CameraGuide? _guide;
    private DateTimeOffset _toldAt;
    private Task _feed = Task.CompletedTask;

    internal TestSite Site { get; private set; } = null!;

    /// <summary>The enrolled man of the recordings.</summary>
    internal Person Man { get; private set; } = null!;

    /// <summary>Somebody without a face.</summary>
    internal Person Declined { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Site = await TestSite.OpenAsync(change: options =>
        {
            options.Web.Screen.IdleAfter = TimeSpan.FromSeconds(2);
            options.Web.Screen.Contact = "Reception, 555 0100";
        });
        Man = await Site.EnrolManAsync();
        var store = Site.Kiosk.Population.Store;
        Declined = await store.People.AddAsync(
            new() { Name = "Grace Hopper", ExternalId = Number }, new NewConsent(ConsentDecision.Declined, "2026-11", "test"), "test", Cancellation);
        await PinStore.SetAsync(store, Declined.Id, Pin, isDuress: false, "test", Cancellation);
        await PinStore.SetAsync(store, Man.Id, Pin, isDuress: false, "test", Cancellation);
        using var picture = Recordings.Picture(Recordings.ManAnotherDay, 40);
        picture.CopyTo(_frame.Prepare(picture.Width, picture.Height));
        _feed = FeedAsync();
    }

    /// <summary>Shows the screen a state of recognition, until another is shown; nobody when there is no advice.</summary>
    internal void Show(Advice advice, ChallengeProgress? challenge = null, bool hasFace = true, LookProgress progress = default)
    {
        lock (_gate)
            (_shown, _hasFace, _told) = (new(advice, Challenge: challenge, Progress: progress), hasFace, ScreenResult.None);
    }

    /// <summary>Tells a result about the man again and again, so that it can be looked at for longer than it usually lasts.</summary>
    internal void Tell(ScreenResult result)
    {
        lock (_gate)
            (_shown, _hasFace, _told, _toldAt) = (new(Advice.Done), true, result, default);
    }

    /// <summary>Shows nothing any more.</summary>
    internal void Stop()
    {
        lock (_gate)
            (_shown, _hasFace, _told) = (null, false, ScreenResult.None);
    }

    /// <summary>Shows what a guest of the camera shows.</summary>
    internal void ShowLent() => ShowLent(null);

    /// <summary>Shows what a guest of the camera asks.</summary>
    internal void ShowLent(CameraGuide? guide)
    {
        lock (_gate)
            (_shown, _hasFace, _told, _guide) = (null, true, ScreenResult.None, guide);
    }

    /// <summary>Plays so much of a recording through the whole kiosk, no frame left out however busy the machine is.</summary>
    internal void Play(string recording, string name, TimeSpan length)
    {
        lock (_gate)
            Site.Kiosk.Lanes[0].Play(new CameraOptions { Source = recording, Speed = PlaybackSpeed.Maximum }, name, at => at > length, Cancellation);
    }

    /// <summary>Two factors at all hours, or none.</summary>
    internal void AskForPins(bool always) => Site.Kiosk.Rules.Replace(new([new DoorPolicy
    {
        Name = Site.Kiosk.Lanes[0].Door.Name, Permissions = [new(DefaultAccessModel.Group, null)], TwoFactorAlways = always, AllowPinOnly = true,
    }]));

    /// <summary>A decision about the man's face, as recognition brings it.</summary>
    internal GateAnswer Decide()
    {
        var answer = Site.Kiosk.Lanes[0].Gate.Ask(new(null, 1, Man.Id, 0.8f, 0.5f, 0.9f, 5, TimeSpan.FromSeconds(1), default));
        Site.Kiosk.Lanes[0].View.Tell(
            answer.Outcome switch { AccessOutcome.Grant => ScreenResult.Granted, AccessOutcome.AskPin => ScreenResult.AskPin, _ => ScreenResult.Denied }, Man.Id);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _feed;
        await Site.DisposeAsync();
        _frame.Dispose();
        _stop.Dispose();
    }

    private async Task FeedAsync()
    {
        TrackedFace[] faces = [new(1, new(new(120, 60, 140, 160), 0.9f, default), 10, 0)];
        while (!_stop.IsCancellationRequested)
        {
            lock (_gate)
            {
                if (_shown is { } outcome)
                    Site.Kiosk.Lanes[0].View.Show(_frame, _hasFace ? faces : [], outcome);
                else if (_hasFace)
                    Site.Kiosk.Lanes[0].View.ShowLent(_frame, _guide);
                if (_told is not ScreenResult.None && Site.Kiosk.Time.GetUtcNow() - _toldAt > TimeSpan.FromSeconds(1))
                {
                    _toldAt = Site.Kiosk.Time.GetUtcNow();
                    Site.Kiosk.Lanes[0].View.Tell(_told, Man.Id);
                }
            }

            await Task.Delay(Pace, CancellationToken.None);
        }
    }
}
