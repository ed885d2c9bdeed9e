using System.Buffers.Binary;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Tests.Cameras;

public sealed class RecordingTests : IDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("accesskiosk-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_recording_gives_all_its_pictures_with_their_numbers_and_times()
    {
        using var camera = Recordings.Open(Recordings.Webcam);
        Assert.Equal((400, 300, 25.0, false), (camera.Info.Width, camera.Info.Height, camera.Info.FramesPerSecond, camera.Info.IsLive));
        using var frame = new Frame();
        for (var i = 0; i < 765; i++)
        {
            Assert.Equal(CameraReadKind.Frame, camera.Read(frame, Cancellation).Kind);
            Assert.Equal(i, frame.Sequence);
            Assert.Equal(i * 0.04, frame.Timestamp.TotalSeconds, 1e-3);
            Assert.True(frame.Image.HasShape(400, 300, 3));
        }
        Assert.True(ImageOps.Measure(frame.Image, new(0, 0, 400, 300)).StandardDeviation > 20);
        Assert.Equal(CameraReadKind.End, camera.Read(frame, Cancellation).Kind);
        Assert.Equal(CameraReadKind.End, camera.Read(frame, Cancellation).Kind);
    }

    // The matrices of ISO/IEC 14496-12 that turn the picture clockwise by a quarter, a half and three quarters.
    [Theory]
    [InlineData(0, 1, 0, 0, 1, "RGBW")]
    [InlineData(90, 0, 1, -1, 0, "BRWG")]
    [InlineData(180, -1, 0, 0, -1, "WBGR")]
    [InlineData(270, 0, -1, 1, 0, "GWRB")]
    public void A_recording_held_sideways_is_brought_upright(int degrees, int a, int b, int c, int d, string corners)
    {
        var file = File.ReadAllBytes(Recordings.Quadrants);
        var matrix = file.AsSpan(file.AsSpan().IndexOf("tkhd"u8) + 44);
        foreach (var (index, value) in new[] { (0, a), (1, b), (3, c), (4, d) })
            BinaryPrimitives.WriteInt32BigEndian(matrix[(4 * index)..], value << 16);
        using var camera = Recordings.Open(Write("turned.mp4", file));
        using var frame = new Frame();
        Assert.Equal(CameraReadKind.Frame, camera.Read(frame, Cancellation).Kind);
        Assert.Equal(corners, Recordings.Corners(frame.Image));
        Assert.Equal(degrees % 180 == 0 ? (64, 48) : (48, 64), (camera.Info.Width, camera.Info.Height));
        Assert.True(frame.Image.HasShape(camera.Info.Width, camera.Info.Height, 3));
    }

    [Fact]
    public void A_recording_that_was_cut_off_gives_what_is_there_and_says_so()
    {
        var whole = File.ReadAllBytes(Recordings.Webcam);
        using var camera = Recordings.Open(Write("cut.mp4", whole.AsSpan(0, whole.Length / 2)));
        using var frame = new Frame();
        var pictures = 0;
        CameraRead read;
        while ((read = camera.Read(frame, Cancellation)).Kind == CameraReadKind.Frame)
            pictures++;
        Assert.InRange(pictures, 100, 700);
        Assert.Equal(CameraReadKind.BadFrame, read.Kind);
        Assert.Contains("cut off", read.Message, StringComparison.Ordinal);
        Assert.Equal(CameraReadKind.End, camera.Read(frame, Cancellation).Kind);
    }

    [Fact]
    public void A_recording_without_its_index_is_refused() =>
        Refused(Write("cut.mp4", File.ReadAllBytes(Recordings.IndexAtEnd).AsSpan(0, 1_000_000)), "cut off or damaged");

    [Fact]
    public void An_empty_recording_is_called_empty() => Refused(Write("a.mp4", []), "is empty (0 bytes)");

    [Fact]
    public void A_text_named_as_a_recording_is_refused() => Refused(Write("a.mp4", "Dear Sir or Madam"u8), "it is no video");

    [Fact]
    public void A_folder_is_called_a_folder() => Refused(_folder, "is a folder");

    [Fact]
    public void A_missing_recording_is_named() => Refused(Path.Combine(_folder, "nothing.mp4"), "There is no file");

    [Fact]
    public void A_looped_recording_goes_on_in_time()
    {
        using var camera = Recordings.Open(Recordings.Quadrants, loop: true);
        using var frame = new Frame();
        for (var i = 0; i < 23; i++)
        {
            Assert.Equal(CameraReadKind.Frame, camera.Read(frame, Cancellation).Kind);
            Assert.Equal(i, frame.Sequence);
            Assert.Equal(i * 0.04, frame.Timestamp.TotalSeconds, 1e-3);
            Assert.Equal("RGBW", Recordings.Corners(frame.Image));
        }
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var cancellationToken = Cancellation;
        using var camera = Recordings.Open(Recordings.Webcam);
        using var frame = new Frame();
        for (var i = 0; i < 100; i++)
            camera.Read(frame, cancellationToken);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            camera.Read(frame, cancellationToken);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static void Refused(string path, string says)
    {
        var error = Assert.Throws<CameraException>(() => Recordings.Open(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
