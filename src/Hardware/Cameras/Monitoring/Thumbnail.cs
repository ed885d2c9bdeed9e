using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras.Monitoring;

/// <summary>A frame reduced to 64 × 48 grey pixels, with its brightness and texture.</summary>
internal sealed class Thumbnail : IDisposable
{
    public const int Width = 64;
    public const int Height = 48;

    // Levels of 255. The darkest living rooms measured lie at 20 with texture; a capped sensor gives 0 to 8 and noise.
    private const double BlackMean = 12;
    private const double BlackSpread = 4;

    // A camera that lengthens its exposure is at its end: a lit room lies at 90 to 130.
    private const double DarkMean = 60;

    // Mean difference of neighbours; a wall with anything on it gives 2 and more, a hand on the lens 0.1 to 0.5.
    private const double BlankTexture = 0.8;
    private const int Edge = 8;
    private const double BlankEdges = 0.004;

    private readonly Image _colour = Image.Create(Width, Height);
    private readonly Image _grey = Image.Create(Width, Height, channels: 1);
    private double _mean, _spread, _texture, _edges;

    /// <summary>The grey pixels.</summary>
    public Image Grey => _grey;

    /// <summary>Nothing but darkness.</summary>
    public bool IsBlack => _mean < BlackMean && _spread < BlackSpread;

    /// <summary>Poor light.</summary>
    public bool IsDark => _mean < DarkMean;

    /// <summary>No texture and no edge anywhere.</summary>
    public bool IsBlank => _texture < BlankTexture && _edges < BlankEdges;

    /// <summary>The figures, for tests that show how far real rooms are from the bars.</summary>
    internal (double Mean, double Spread, double Texture, double Edges) Figures => (_mean, _spread, _texture, _edges);

    /// <summary>Takes a frame.</summary>
    public void Take(Image image)
    {
        if (image.Channels == 1)
        {
            ImageOps.Resize(image, _grey);
        }
        else
        {
            ImageOps.Resize(image, _colour);
            ImageOps.ToGrey(_colour, _grey);
        }

        Measure();
    }

    public void Dispose()
    {
        _colour.Dispose();
        _grey.Dispose();
    }

    private void Measure()
    {
        long sum = 0, squares = 0, steps = 0, edges = 0;
        for (var y = 0; y < Height; y++)
        {
            var row = _grey.Row(y);
            var below = _grey.Row(Math.Min(y + 1, Height - 1));
            for (var x = 0; x < Width; x++)
            {
                int value = row[x];
                sum += value;
                squares += value * value;
                var step = Math.Abs(row[Math.Min(x + 1, Width - 1)] - value) + Math.Abs(below[x] - value);
                steps += step;
                edges += step > Edge ? 1 : 0;
            }
        }

        const double Count = Width * Height;
        _mean = sum / Count;
        _spread = Math.Sqrt(Math.Max(0, squares / Count - _mean * _mean));
        _texture = steps / (2 * Count);
        _edges = edges / Count;
    }
}
