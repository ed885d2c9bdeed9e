using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Lab.Demo;
using AccessKiosk.Vision.Models;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Tests.Review;

/// <summary>The tests that share the kiosk, one after another.</summary>
[CollectionDefinition(nameof(ReviewSite))]
public sealed class ReviewTests : ICollectionFixture<ReviewSite>;

/// <summary>One kiosk for the review's tests: a man is enrolled and a printed photo of him was held before the camera, which raised an alert.</summary>
public sealed class ReviewSite : IAsyncLifetime
{
    private const int PrintFrames = 250;
    private const int Seed = 2;

    /// <summary>The kiosk.</summary>
    internal TestSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await TestSite.OpenAsync();
        foreach (var (name, role) in new[] { ("Ada", Roles.Admin), ("Rita", Roles.Reviewer), ("Victor", Roles.Viewer), ("Enno", Roles.Enroller) })
            await Site.AddOperatorAsync(name, role);
        await Site.EnrolManAsync();
        await AttackAsync();
    }

    /// <summary>Holds a simulated print before the camera, and waits for the alert.</summary>
    public async Task AttackAsync()
    {
        var (kiosk, cancellationToken) = (Site.Kiosk, TestContext.Current.CancellationToken);
        var alerted = kiosk.Population.Store.Alerts.Changed;
        kiosk.Lanes[0].Play(
            new() { Source = "printed photo", Speed = PlaybackSpeed.Maximum }, "front camera", _ => alerted.IsCompleted, cancellationToken,
            _ => PrintedPhotoCamera.Open(new ModelCatalogue(kiosk.Options.Inference), Recordings.Man, PrintFrames, Seed));
        await alerted.WaitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
