using AccessKiosk.Access.Events;
using AccessKiosk.Access.Maintenance;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Imaging;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>A kiosk that starts with somebody before its camera, in a room that it knew.</summary>
[Trait("Speed", "slow")]
public sealed class BackgroundKeeperTests : IDisposable, IEventSink
{
    private const int Width = 640, Height = 480, Seconds = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly Image _room = Room(1), _other = Room(2);

    private string Rooms => Path.Combine(_folder.Path, "store", "rooms");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_recognises_the_room_around_them_and_no_other()
    {
        Assert.True(await IsKnownAfterAsync(_room));
        var file = Assert.Single(Directory.GetFiles(Rooms));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        using var before = WithMan(_room);
        Assert.True(await IsKnownAfterAsync(before));
        using var elsewhere = WithMan(_other);
        Assert.False(await IsKnownAfterAsync(elsewhere));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_was_changed_or_is_another_stores_is_worth_nothing(bool isAnothers)
    {
        Assert.True(await IsKnownAfterAsync(_room));
        var file = Assert.Single(Directory.GetFiles(Rooms));
        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        if (isAnothers)
            Directory.Delete(Path.Combine(_folder.Path, "store"), recursive: true);
        else
            bytes[^1] ^= 1;
        Directory.CreateDirectory(Rooms);
        await File.WriteAllBytesAsync(file, bytes, Cancellation);

        using var before = WithMan(_room);
        Assert.False(await IsKnownAfterAsync(before));
    }

    [Fact]
    public async Task A_room_that_cannot_be_kept_stops_nothing()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Rooms)!);
        await File.WriteAllTextAsync(Rooms, "in the way", Cancellation);
        Assert.True(await IsKnownAfterAsync(_room));
    }

    public void Dispose()
    {
        _room.Dispose();
        _other.Dispose();
        _folder.Dispose();
    }

    void IEventSink.Publish(AccessEvent happened)
    {
    }

    private async Task<bool> IsKnownAfterAsync(Image picture)
    {
        var options = KioskOptions.Load(
            [$"Store:Directory={_folder.Path}/store", "Web:Enabled=false", "Gpio:Driver=Simulated", "Doors:main:Relay=relay", $"Camera:Source={Recordings.Man}"]);
        await using var kiosk = await HostedKiosk.OpenAsync(options, this, TimeProvider.System, host => host.Services.AddHostedService<BackgroundKeeper>());
        var lane = kiosk.Lanes[0];
        using var pictures = new PictureList([.. Enumerable.Range(0, 25 * Seconds).Select(number => Noisy(picture, number))]);
        lane.Play(new() { Source = "pictures", Speed = PlaybackSpeed.Maximum }, "pictures", _ => false, Cancellation, _ => new PictureCamera(pictures));
        return lane.Background.Latest is not null;
    }

    // A sensor's noise: a room that repeats bit for bit is a stream that stands.
    private static Image Noisy(Image picture, int seed)
    {
        var random = new Random(seed);
        var noisy = picture.Clone();
        foreach (ref var value in noisy.Pixels)
            value = (byte)Math.Clamp(value + random.Next(-2, 3), 0, 255);
        return noisy;
    }

    private static Image WithMan(Image room)
    {
        var whole = room.Clone();
        using var man = Recordings.Picture(Recordings.Man, 60);
        Montage.Into(whole, (man, 200, 230, 0.8f));
        return whole;
    }

    private static Image Room(int seed)
    {
        using var small = Image.Create(Width / 8, Height / 8);
        new Random(seed).NextBytes(small.Pixels);
        foreach (ref var value in small.Pixels)
            value = (byte)(40 + value / 2);
        var room = Image.Create(Width, Height);
        ImageOps.Resize(small, room);
        return room;
    }
}
