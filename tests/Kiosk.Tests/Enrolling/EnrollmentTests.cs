using System.Numerics.Tensors;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Kiosk.Tests.Enrolling;

/// <summary>References are taken from good pictures of one person, or not at all.</summary>
public sealed class EnrollmentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly KioskOptions _options = KioskOptions.Load();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Ann=face.JPG", "Ann", true)]
    [InlineData("Ann Lee=face.webp", "Ann Lee", true)]
    [InlineData("Ann=a=b.mp4", "Ann", false)]
    public void A_name_and_a_file_are_read(string text, string name, bool isPicture)
    {
        var path = _folder.File(text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..], [1]);
        var source = EnrollmentSource.Parse($"{name}={path}");
        Assert.Equal((name, path, isPicture), (source.Name, source.File.FullName, source.IsPicture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ann")]
    [InlineData("=face.jpg")]
    [InlineData("Ann=")]
    public void Another_form_is_refused(string text) => Assert.Contains("NAME=IMAGE_OR_VIDEO", Assert.Throws<InputException>(() => EnrollmentSource.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Speed", "slow")]
    public void A_recording_gives_the_best_pictures_apart_in_time_and_all_of_one_person()
    {
        var choice = Take(new EnrollmentSource("Audun", new(Recordings.Man)));
        Assert.Equal(_options.Enrollment.Wanted, choice.Kept.Count);
        Assert.Empty(choice.Outliers);
        Assert.Equal(choice.Kept.OrderByDescending(c => c.Quality.Weight), choice.Kept);
        var times = choice.Kept.Select(c => c.Timestamp.TotalSeconds).Order().ToArray();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= _options.Enrollment.Spacing));
        Assert.All(choice.Kept, a => Assert.All(choice.Kept, b => Assert.True(TensorPrimitives.Dot(a.Embedding.Span, b.Embedding.Span) > 0.5f)));
    }

    [Fact]
    public void A_picture_gives_one_reference()
    {
        using var man = Recordings.Picture(Recordings.Man, 30);
        Assert.Single(Take(new EnrollmentSource("Audun", new(Save(man)))).Kept);
    }

    [Fact]
    public async Task Of_many_pictures_as_many_are_read_as_the_setting_says_spread_over_all()
    {
        List<FileInfo> pictures = [];
        foreach (var number in Enumerable.Range(1, 6))
            pictures.Add(new(_folder.File($"{number}.jpg", "no picture"u8)));
        _options.Enrollment.MaxPictures = 2;
        using var enroller = Enroller();
        using var work = new PictureWork();
        var report = await enroller.TakeAsync(pictures, work, TestContext.Current.CancellationToken);
        Assert.Equal(["1.jpg", "4.jpg"], report.Refused.Select(refused => refused.File));
        Assert.Equal(6, report.Pictures);
    }

    [Fact]
    public void A_picture_of_two_is_refused_with_their_number()
    {
        using var man = Recordings.Picture(Recordings.Man, 30);
        using var stranger = Recordings.Picture(Recordings.Stranger, 30);
        using var both = Montage.Of(800, 300, (man, 0, 0, 1), (stranger, 400, 0, 1));
        Assert.Contains("it shows 2 faces, but exactly one is required", Refusal(Save(both)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_poor_picture_is_refused_with_its_faults()
    {
        using var man = Recordings.Picture(Recordings.Man, 30);
        foreach (ref var value in man.Pixels)
            value = (byte)(value / 8);
        Assert.Contains("the face is too dark", Refusal(Save(man)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_picture_and_one_that_is_no_recording_are_refused()
    {
        Assert.Throws<ImageException>(() => Take(new EnrollmentSource("Ann", new(_folder.File("a.jpg", "text"u8)))));
        Assert.Throws<CameraException>(() => Take(new EnrollmentSource("Ann", new(_folder.File("a.mp4", "text"u8)))));
    }

    [Fact]
    public void Being_stopped_enrols_nobody()
    {
        using var enroller = Enroller();
        Assert.ThrowsAny<OperationCanceledException>(() => enroller.Take(new EnrollmentSource("Audun", new(Recordings.Man)), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Somebody_else_among_the_pictures_is_dropped_and_named()
    {
        var set = new CaptureSet(new() { Wanted = 3 });
        using var enroller = Enroller();
        foreach (var (recording, numbers) in new[] { (Recordings.Man, new[] { 20, 60, 100, 140 }), (Recordings.Stranger, [30]) })
            foreach (var number in numbers)
                using (var picture = Recordings.Picture(recording, number))
                    foreach (var capture in enroller.Take(new EnrollmentSource("x", new(Save(picture))), TestContext.Current.CancellationToken).Kept)
                        set.Offer(new() { Embedding = capture.Embedding, Quality = capture.Quality, Origin = $"{Path.GetFileName(recording)} {number}" });
        Assert.Equal(5, set.Offered);
        var choice = set.Choose(ActiveCalibration.Load(_options.Recognition.Thresholds).MinAgreement);
        Assert.Equal(3, choice.Kept.Count);
        Assert.Equal("franck.mp4 30", Assert.Single(choice.Outliers).Origin);
    }

    [Fact]
    public void Of_two_pictures_too_near_in_time_the_better_is_kept_and_no_other_is_wanted()
    {
        var set = new CaptureSet(new() { Spacing = 0.5 });
        foreach (var (at, sharpness, isWanted) in new[] { (0.0, 40f, true), (0.2, 80f, true), (0.3, 60f, false), (1.0, 50f, true) })
        {
            var capture = new Capture { Embedding = new float[] { 1 }, Quality = new() { EyeDistance = 60, Inside = 1, Sharpness = sharpness, Brightness = 120, Contrast = 40, EyeOpenness = 0.3f }, Origin = "a", Timestamp = TimeSpan.FromSeconds(at) };
            Assert.Equal(isWanted, set.Wants("a", capture.Timestamp, capture.Quality.Weight));
            set.Offer(capture);
        }

        Assert.Equal([0.2, 1.0], set.Choose(0.3f).Kept.Select(c => c.Timestamp.TotalSeconds).Order());
    }

    [Fact]
    public void Nothing_offered_is_nothing_chosen()
    {
        var choice = new CaptureSet(new()).Choose(0.3f);
        Assert.Empty(choice.Kept);
        Assert.Empty(choice.Outliers);
    }

    private CaptureChoice Take(EnrollmentSource source)
    {
        using var enroller = Enroller();
        return enroller.Take(source, TestContext.Current.CancellationToken);
    }

    private string Refusal(string path) => Assert.Throws<InputException>(() => Take(new EnrollmentSource("Ann", new(path)))).Message;

    private string Save(Image picture) => _folder.File($"{Guid.NewGuid():N}.png", ImageFile.Encode(picture, ImageFormat.Png));

    private FileEnroller Enroller() => new(new(_options.Inference), _options.Quality, _options.Enrollment, ActiveCalibration.Load(_options.Recognition.Thresholds).MinAgreement, RecordedFrames.Of);
}
