using AccessKiosk.Access.Lanes;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Tests.Review;

/// <summary>The tests that share the kiosk, one after another.</summary>
[CollectionDefinition(nameof(LiveSite))]
public sealed class LiveSiteTests : ICollectionFixture<LiveSite>;

/// <summary>One kiosk with two doors: <c>main</c> is read on the way in alone, <c>back</c> both ways. The one at <c>main</c> gives pictures at a camera's pace until it is told to hang.</summary>
public sealed class LiveSite : IAsyncLifetime
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TrackedFace[] Faces = [new(1, new(new(120, 60, 140, 160), 0.9f, default), 10, 0)];

    private readonly Frame _frame = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _feed = Task.CompletedTask;
    private long _frames;

    internal TestSite Site { get; private set; } = null!;

    /// <summary>Somebody whom events name.</summary>
    internal Person Grace { get; private set; } = null!;

    /// <summary>Whether the camera at <c>main</c> gives no frames.</summary>
    internal volatile bool Hangs;

    internal LiveView Main => Site.Kiosk.Lane("in")!.View;

    internal LiveView Back => Site.Kiosk.Lane("out")!.View;

    /// <summary>How many frames the camera at <c>main</c> gave.</summary>
    internal long Frames => Interlocked.Read(ref _frames);

    public async ValueTask InitializeAsync()
    {
        Site = await TestSite.OpenAsync(change: options =>
        {
            options.Doors["back"] = new() { Name = "back", Relay = "back", Contact = "back-contact" };
            options.Cameras["in"] = new() { Source = Recordings.ManAnotherDay, Door = "main" };
            options.Cameras["back-in"] = new() { Source = Recordings.Portrait, Door = "back" };
            options.Cameras["out"] = new() { Source = Recordings.Man, Door = "back", Direction = DoorDirection.Out };
        });
        foreach (var (name, role) in new[] { ("Ada", Roles.Admin), ("Rita", Roles.Reviewer), ("Rosa", Roles.Reviewer), ("Victor", Roles.Viewer), ("Enno", Roles.Enroller) })
            await Site.AddOperatorAsync(name, role);
        Grace = await Site.Kiosk.Population.Store.People.AddAsync(
            new() { Name = "Grace Hopper", ExternalId = "4711" }, new NewConsent(ConsentDecision.Declined, "2026-11", "test"), "test", TestContext.Current.CancellationToken);
        using var picture = Recordings.Picture(Recordings.ManAnotherDay, 40);
        picture.CopyTo(_frame.Prepare(picture.Width, picture.Height));
        Back.Lose("no picture for 2 s");
        _feed = FeedAsync();
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
        while (!_stop.IsCancellationRequested)
        {
            if (!Hangs)
            {
                Main.Show(_frame, Faces, new(Advice.ComeCloser));
                Interlocked.Increment(ref _frames);
            }

            await Task.Delay(Pace, CancellationToken.None);
        }
    }
}
