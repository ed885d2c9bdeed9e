using AccessKiosk.Kiosk.Tests.Session.Lanes;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>A door in the dark, with the real models: the man of the recordings, as a camera sees him without and with the lamp.</summary>
[Trait("Speed", "slow")]
public sealed class FaceLightTests : IClassFixture<EnrolledStore>, IDisposable
{
    private readonly TemporaryFolder _store = new();

    public FaceLightTests(EnrolledStore enrolled) => enrolled.CopyTo(_store.Path);

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("Camera:Lamp=lamp", "Camera:LampBelow=60", true)]
    [InlineData("Camera:Lamp=lamp", "Camera:LampBelow=5", false)]
    [InlineData("Camera:Lamp=", "Camera:LampBelow=60", false)]
    public async Task Whoever_stands_in_the_dark_is_let_in_where_a_lamp_takes_it_for_dark(string lamp, string below, bool isLetIn)
    {
        await using var site = await LaneSite.OpenAsync(_store.Path, "Doors:main:Relay=relay", "Camera:Source=0", lamp, below);
        site.Show("main", Recordings.ManAnotherDay, camera => new DarkRoom(camera, () => site.Gpio.IsActive("lamp")));
        Assert.Equal(isLetIn, site.Events.Any(happened => happened.Code == EventCodes.AccessGranted));
        // A camera that sees nothing lights nothing.
        Assert.False(site.Gpio.IsActive("lamp"));
    }

    /// <summary>Takes most of the light off what another camera sees, while the lamp is off.</summary>
    private sealed class DarkRoom(ICamera camera, Func<bool> isLit) : ICamera
    {
        private const int Share = 5;

        public CameraInfo Info => camera.Info;

        public CameraRead Read(Frame frame, CancellationToken cancellationToken)
        {
            var read = camera.Read(frame, cancellationToken);
            if (read.Kind is not CameraReadKind.Frame || isLit())
                return read;
            foreach (ref var value in frame.Image.Pixels)
                value /= Share;
            return read;
        }

        public void Dispose() => camera.Dispose();
    }
}
