using AccessKiosk.Liveness.Background;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Tests.Background;

public sealed class BackgroundModelTests : IDisposable
{
    private const int Width = 320, Height = 240;

    private readonly BackgroundModel _room = new(Width, Height);
    private readonly Image _wall = Noise(1), _screen = Noise(2), _shown = Image.Create(Width, Height, 1);

    [Fact]
    public void It_is_known_after_a_second_of_emptiness()
    {
        Show(_wall, 0.8);
        Assert.False(_room.IsKnown);
        Show(_wall, 0.4);
        Assert.True(_room.IsKnown);
    }

    [Fact]
    public void The_room_is_recognised_and_something_before_it_is_not()
    {
        Show(_wall, 2);
        Show(_wall, 0.04, isEmpty: false);
        Assert.Equal(1, Compare());
        Show(_screen, 0.04, isEmpty: false);
        Assert.True(Compare() < -0.5f, $"{Compare()}");
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(1.3f)]
    public void More_or_less_light_is_the_same_room(float gain)
    {
        Show(_wall, 2);
        Show(_wall, 0.04, isEmpty: false, gain);
        Assert.True(Compare() > 0.9f, $"{Compare()}");
    }

    [Fact]
    public void A_bare_wall_says_little_and_another_tone_of_it_speaks_against()
    {
        using var bare = Image.Create(Width, Height, 1);
        bare.Pixels.Fill(120);
        Show(bare, 2);
        Assert.InRange(Compare(), 0.1f, 0.3f);
        // Half of it, so that it is no change of exposure.
        for (var y = 0; y < Height; y++)
            bare.Row(y)[..(Width / 2 - 8)].Fill(60);
        Show(bare, 0.04, isEmpty: false);
        Assert.InRange(_room.Compare(40, 40), -0.3f, -0.1f);
        Assert.InRange(_room.Compare(240, 40), 0.1f, 0.3f);
    }

    [Fact]
    public void A_screen_that_shows_another_room_for_a_minute_is_not_learnt()
    {
        Show(_wall, 2);
        Show(_screen, 60);
        Assert.True(Compare() < -0.5f);
        Show(_wall, 0.04, isEmpty: false);
        Assert.Equal(1, Compare());
    }

    [Fact]
    public void A_screen_that_fills_less_than_half_of_the_view_is_not_learnt_either()
    {
        Show(_wall, 2);
        using var part = Image.Create(Width, Height, 1);
        _wall.CopyTo(part);
        for (var y = 0; y < Height; y++)
            _screen.Row(y)[..(Width * 2 / 5)].CopyTo(part.Row(y));
        Show(part, 60);
        Assert.True(_room.Compare(40, 40) < 0 && _room.Compare(80, 160) < 0, $"{_room.Compare(40, 40)}, {_room.Compare(80, 160)}");
        Assert.Equal(1, _room.Compare(240, 80));
    }

    [Fact]
    public void Light_that_changes_slowly_is_followed()
    {
        Show(_wall, 2);
        for (var gain = 1f; gain > 0.5f; gain -= 0.01f)
            Show(_wall, 1, gain: gain);
        Assert.True(Compare() > 0.9f, $"{Compare()}");
    }

    [Fact]
    public void What_stays_changed_for_long_becomes_the_room()
    {
        Show(_wall, 2);
        Show(_screen, 310);
        Assert.True(_room.IsKnown);
        Assert.Equal(1, Compare());
    }

    [Theory]
    [InlineData(0, 1f, true)]
    [InlineData(0.3f, 1f, true)]
    [InlineData(0.3f, 0.7f, true)]
    [InlineData(0.6f, 1f, false)]
    [InlineData(1, 1f, false)]
    public void A_room_that_was_known_is_recognised_around_somebody_and_not_behind_a_screen(float hidden, float gain, bool isRecognised)
    {
        Show(_wall, 2);
        var again = new BackgroundModel(Width, Height);
        again.Offer(BackgroundSnapshot.Read(_room.Copy()!.ToBytes())!);
        Assert.False(again.IsKnown);
        Assert.Null(again.Copy());

        ShowHidden(again, _wall, hidden, gain);
        Assert.Equal(isRecognised, again.IsKnown);
        if (!isRecognised)
            return;
        Assert.Equal(1, again.Compare(Width - 16, 16));
        Assert.Equal(hidden > 0, Enumerable.Range(0, 12).Sum(block => again.Compare(BackgroundModel.Block * block, Height - 16)) < 0);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-24)]
    public void A_camera_that_was_turned_does_not_recognise_the_room(int by)
    {
        Show(_wall, 2);
        using var turned = Image.Create(Width, Height, 1);
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                turned.Row(y)[x] = _wall.Row(y)[(x + by + Width) % Width];
        var again = new BackgroundModel(Width, Height);
        again.Offer(_room.Copy()!);

        ShowHidden(again, turned, hidden: 0, gain: 1);

        Assert.False(again.IsKnown);
    }

    [Fact]
    public void A_bare_wall_is_not_recognised_because_all_are_alike()
    {
        using var bare = Image.Create(Width, Height, 1);
        bare.Pixels.Fill(120);
        Show(bare, 2);
        var again = new BackgroundModel(Width, Height);
        again.Offer(_room.Copy()!);
        ShowHidden(again, bare, hidden: 0, gain: 1);
        Assert.False(again.IsKnown);
    }

    [Fact]
    public void A_room_that_was_offered_is_forgotten_for_the_one_that_is_seen()
    {
        Show(_wall, 2);
        var again = new BackgroundModel(Width, Height);
        again.Offer(_room.Copy()!);
        for (var at = 0; at < 20; at++)
            again.Observe(_screen, isEmpty: true, 0.1);
        ShowHidden(again, _wall, hidden: 0, gain: 1);
        Assert.True(again.Compare(40, 40) < 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(100)]
    public void What_is_no_room_is_not_read(int length)
    {
        Assert.Null(BackgroundSnapshot.Read(new byte[length]));
        Show(_wall, 2);
        var bytes = _room.Copy()!.ToBytes();
        Assert.Null(BackgroundSnapshot.Read(bytes.AsSpan(0, bytes.Length - 1)));
        var other = new BackgroundModel(Width / 2, Height / 2);
        other.Offer(_room.Copy()!);
        Assert.False(other.IsKnown);
    }

    public void Dispose()
    {
        _wall.Dispose();
        _screen.Dispose();
        _shown.Dispose();
    }

    // The mean over the picture.
    private float Compare()
    {
        var (sum, count) = (0f, 0);
        for (var y = 0; y + BackgroundModel.Block <= Height; y += BackgroundModel.Block)
            for (var x = 0; x + BackgroundModel.Block <= Width; x += BackgroundModel.Block)
                (sum, count) = (sum + _room.Compare(x, y), count + 1);
        return sum / count;
    }

    private void Show(Image picture, double seconds, bool isEmpty = true, float gain = 1)
    {
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                _shown.Row(y)[x] = (byte)Math.Min(255, picture.Row(y)[x] * gain);
        const double Step = 0.1;
        for (var at = 0.0; at < seconds; at += Step)
            _room.Observe(_shown, isEmpty, Step);
    }

    // Something else before a part of it, from the lower left; nobody has left the view.
    private void ShowHidden(BackgroundModel room, Image picture, float hidden, float gain)
    {
        var (width, height) = ((int)(Width * MathF.Sqrt(hidden)), (int)(Height * MathF.Sqrt(hidden)));
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                _shown.Row(y)[x] = x < width && y >= Height - height ? _screen.Row(y)[x] : (byte)(picture.Row(y)[x] * gain);
        for (var at = 0; at < 10; at++)
        {
            room.Observe(_shown, isEmpty: false, 0.1);
            room.Recall(0.1);
        }
    }

    private static Image Noise(int seed)
    {
        using var small = Image.Create(Width / 4, Height / 4, 1);
        new Random(seed).NextBytes(small.Pixels);
        foreach (ref var value in small.Pixels)
            value = (byte)(40 + value / 2);
        var image = Image.Create(Width, Height, 1);
        ImageOps.Resize(small, image);
        return image;
    }
}
