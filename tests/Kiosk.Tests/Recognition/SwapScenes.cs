using System.Numerics;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Tests.Recognition;

/// <summary>A live stranger before the camera, and a paper photo of the enrolled man that a hand moves across him.</summary>
internal sealed class SwapScenes
{
    private const int Width = 640, Height = 480, FirstPicture = 25;
    private const float PaperMargin = 1.9f;

    private readonly Random _random;
    private readonly Box _stranger, _man;
    private readonly Matrix3x2 _toScene;
    private readonly float _photoScale;
    private readonly double _hertz, _phase;

    /// <summary>Draws the scene's particulars.</summary>
    /// <param name="seed">Makes them repeatable.</param>
    /// <param name="lean">How far the stranger leans his head, degrees.</param>
    public SwapScenes(int seed, float lean = 0)
    {
        _random = new(seed);
        var face = FaceFinding.Box(Recordings.Stranger, FirstPicture);
        _toScene = Matrix3x2.CreateScale(Width / 360f);
        var corner = Vector2.Transform(new(face.X, face.Y), _toScene);
        _stranger = new(corner.X, corner.Y, face.Width * Width / 360f, face.Height * Width / 360f);
        _toScene *= Matrix3x2.CreateRotation(lean * MathF.PI / 180, _stranger.Center);
        _man = FaceFinding.Box(Recordings.ManAnotherDay, FirstPicture);
        _photoScale = (0.95f + 0.2f * _random.NextSingle()) * _stranger.Width / _man.Width;
        (_hertz, _phase) = (0.3 + 0.4 * _random.NextDouble(), Math.Tau * _random.NextDouble());
    }

    /// <summary>Where the photo is at a frame: 0 before the stranger's face, ±1 out of the picture.</summary>
    /// <param name="frames">How many frames.</param>
    /// <param name="place">The photo's place; null where there is none.</param>
    /// <param name="distance">How far off the stranger is: 1 where he stands else, 2 where he is half as large.</param>
    /// <returns>Pictures that the caller owns.</returns>
    public IEnumerable<Image> Pictures(int frames, Func<int, float?> place, Func<int, float>? distance = null)
    {
        using var photo = Recordings.Picture(Recordings.ManAnotherDay, FirstPicture);
        var number = 0;
        foreach (var live in Recordings.Pictures(Recordings.Stranger, FirstPicture, FirstPicture + frames))
            using (live)
            {
                var scene = Image.Create(Width, Height);
                var off = distance?.Invoke(number) ?? 1;
                ImageOps.Warp(live, scene, _toScene * Matrix3x2.CreateScale(1 / off, _stranger.Center), Border.Replicate);
                if (place(number) is { } at)
                    Lay(photo, scene, at, number);
                AddNoise(scene);
                number++;
                yield return scene;
            }
    }

    /// <summary>A picture at the scene's size; the one that is given is disposed of.</summary>
    public static Image Resized(Image picture)
    {
        using (picture)
        {
            var scene = Image.Create(Width, Height);
            ImageOps.Resize(picture, scene);
            return scene;
        }
    }

    private void Lay(Image photo, Image scene, float place, int frame)
    {
        var side = (int)(PaperMargin * _man.Width * _photoScale);
        using var paper = Image.Create(side, side);
        ImageOps.Warp(photo, paper, Matrix3x2.CreateTranslation(-_man.Center) * Matrix3x2.CreateScale(_photoScale) * Matrix3x2.CreateTranslation(side / 2f, side / 2f), Border.Replicate);
        var sway = 4 * Math.Sin(Math.Tau * _hertz * frame / 25 + _phase);
        var left = (int)(_stranger.Center.X + place * (Width / 2 + side) + sway) - side / 2;
        var top = (int)(_stranger.Center.Y + sway / 2) - side / 2;
        for (var y = Math.Max(0, top); y < Math.Min(Height, top + side); y++)
        {
            var (from, to) = (Math.Max(0, left), Math.Min(Width, left + side));
            if (from < to)
                paper.Row(y - top).Slice(3 * (from - left), 3 * (to - from)).CopyTo(scene.Row(y)[(3 * from)..]);
        }
    }

    // A sensor's: pictures that are laid together have none of their own.
    private void AddNoise(Image scene)
    {
        foreach (ref var value in scene.Pixels)
            value = (byte)Math.Clamp(value + _random.Next(-2, 3), 0, 255);
    }
}
