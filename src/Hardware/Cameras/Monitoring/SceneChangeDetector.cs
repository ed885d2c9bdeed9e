using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras.Monitoring;

/// <summary>
/// Learns the usual scene of a camera and tells when the whole view has changed: nearly every textured block of the frame no
/// longer correlates with the learned one. A person in front leaves some blocks unchanged; brighter or darker light does not
/// affect the correlation.
/// </summary>
internal sealed class SceneChangeDetector
{
    private const int Block = 8;
    private const int Columns = Thumbnail.Width / Block;
    private const int Rows = Thumbnail.Height / Block;
    private const int FewestBlocks = 8;
    private const double LeastSpread = 5;
    private const double Unlike = 0.5;
    private const double Whole = 0.6;
    private const double WholeUnlike = 0.2;
    private const double Crowded = 0.5;
    private const double LearnSeconds = 10;
    private const double TimeConstant = 30;

    private readonly float[] _usual = new float[Thumbnail.Width * Thumbnail.Height];
    private double _learned;
    private TimeSpan _last;

    /// <summary>The share of the view that has changed, 0 to 1.</summary>
    internal double Changed { get; private set; }

    /// <summary>Takes a frame; true when the whole view differs from the usual one.</summary>
    public bool IsElsewhere(Image grey, TimeSpan now)
    {
        var seconds = Math.Clamp((now - _last).TotalSeconds, 0, 1);
        _last = now;
        Changed = _learned >= LearnSeconds ? Compare(grey) : 0;
        if (Changed < Crowded)
            Learn(grey, seconds);
        // Some blocks of two scenes look alike by chance, and a face may fill the frame: the correlation of the whole decides.
        return Changed >= Whole && Correlation(grey, 0, 0, Thumbnail.Width, Thumbnail.Height, 1) < WholeUnlike;
    }

    /// <summary>Starts learning again.</summary>
    public void Forget() => _learned = 0;

    private void Learn(Image grey, double seconds)
    {
        // The first seconds count alike; later ones replace what is old.
        var share = (float)(_learned == 0 ? 1 : Math.Max(seconds / TimeConstant, seconds / (_learned + seconds)));
        _learned += _learned == 0 ? Math.Max(seconds, 0.001) : seconds;
        for (var y = 0; y < Thumbnail.Height; y++)
        {
            var row = grey.Row(y);
            var usual = _usual.AsSpan(y * Thumbnail.Width, Thumbnail.Width);
            for (var x = 0; x < Thumbnail.Width; x++)
                usual[x] += (row[x] - usual[x]) * share;
        }
    }

    private double Compare(Image grey)
    {
        var (textured, unlike) = (0, 0);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                if (Correlation(grey, column * Block, row * Block, Block, Block, LeastSpread) is not { } correlation)
                    continue;
                textured++;
                unlike += correlation < Unlike ? 1 : 0;
            }
        }

        return textured < FewestBlocks ? 0 : (double)unlike / textured;
    }

    // Null where the usual view has no texture: correlation says nothing there.
    private double? Correlation(Image grey, int left, int top, int width, int height, double leastSpread)
    {
        double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
        for (var y = top; y < top + height; y++)
        {
            var now = grey.Row(y).Slice(left, width);
            var usual = _usual.AsSpan(y * Thumbnail.Width + left, width);
            for (var x = 0; x < width; x++)
            {
                double p = usual[x], q = now[x];
                a += p;
                b += q;
                aa += p * p;
                bb += q * q;
                ab += p * q;
            }
        }

        double count = width * height;
        var (varianceA, varianceB) = (aa / count - a * a / count / count, bb / count - b * b / count / count);
        if (varianceA < leastSpread * leastSpread)
            return null;
        return varianceB < 1 ? 0 : (ab / count - a * b / count / count) / Math.Sqrt(varianceA * varianceB);
    }
}
