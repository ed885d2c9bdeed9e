using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>
/// Learns what a camera usually sees and tells when the whole view is another: nearly every part of the picture that has
/// something on it no longer correlates with what was there. A person in front leaves parts as they were; light that goes
/// up or down changes no correlation.
/// </summary>
internal sealed class KnownRoom
{
    private const int Block = 8;
    private const int Columns = SmallPicture.Width / Block;
    private const int Rows = SmallPicture.Height / Block;
    private const int FewestBlocks = 8;
    private const double LeastSpread = 5;
    private const double Unlike = 0.5;
    private const double Whole = 0.75;
    private const double WholeUnlike = 0.3;
    private const double Crowded = 0.5;
    private const double LearnSeconds = 10;
    private const double TimeConstant = 30;

    private readonly float[] _room = new float[SmallPicture.Width * SmallPicture.Height];
    private double _learned;
    private TimeSpan _last;

    /// <summary>The share of the view that is another now, 0 to 1.</summary>
    internal double Changed { get; private set; }

    /// <summary>Takes a picture; true when the whole view is another one than usual.</summary>
    public bool IsElsewhere(Image grey, TimeSpan now)
    {
        var seconds = Math.Clamp((now - _last).TotalSeconds, 0, 1);
        _last = now;
        Changed = _learned >= LearnSeconds ? Compare(grey) : 0;
        if (Changed < Crowded)
            Learn(grey, seconds);
        // By chance some parts of two rooms look alike, and a face may fill the picture: then the whole still tells.
        return Changed >= Whole && Correlation(grey, 0, 0, SmallPicture.Width, SmallPicture.Height, 1) < WholeUnlike;
    }

    /// <summary>Learns anew.</summary>
    public void Forget() => _learned = 0;

    private void Learn(Image grey, double seconds)
    {
        // The first seconds count alike; later ones replace what is old.
        var share = (float)(_learned == 0 ? 1 : Math.Max(seconds / TimeConstant, seconds / (_learned + seconds)));
        _learned += _learned == 0 ? Math.Max(seconds, 0.001) : seconds;
        for (var y = 0; y < SmallPicture.Height; y++)
        {
            var row = grey.Row(y);
            var room = _room.AsSpan(y * SmallPicture.Width, SmallPicture.Width);
            for (var x = 0; x < SmallPicture.Width; x++)
                room[x] += (row[x] - room[x]) * share;
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

    // Null where the room is plain: nothing can be told there.
    private double? Correlation(Image grey, int left, int top, int width, int height, double leastSpread)
    {
        double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
        for (var y = top; y < top + height; y++)
        {
            var now = grey.Row(y).Slice(left, width);
            var room = _room.AsSpan(y * SmallPicture.Width + left, width);
            for (var x = 0; x < width; x++)
            {
                double p = room[x], q = now[x];
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
