using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras.Monitoring;

/// <summary>
/// Tells a stream that has stopped from a room in which nothing moves, by every eighth row. Cameras and encoders repeat the
/// pictures of a still room bit for bit, but they come to rest part by part, and key frames alone change much; a stream stops while every picture changes.
/// </summary>
internal sealed class FrozenFrameDetector
{
    private const int Every = 8;

    // Bytes of a row that are compared at a time.
    private const int Part = 48;
    // A person who sits before a webcam changes a twentieth of its compressed pictures, and more.
    private const double Much = 0.03;
    private const int Lively = 8;

    // Frame rates are converted by repeating a picture or two.
    private const int Converted = 3;

    private byte[] _rows = [];
    private bool _has;
    private int _lively, _same;

    /// <summary>How much of the newest frame differs from the one before, 0 to 1.</summary>
    internal double Changed { get; private set; }

    /// <summary>Takes a frame.</summary>
    /// <returns>Whether it is the one before to the last bit, and those before it changed as no still room does.</returns>
    public bool IsFrozen(Image image)
    {
        Changed = Compare(image);
        if (Changed is 0)
        {
            _same++;
            return _lively >= Lively;
        }

        if (_same > Converted || Changed < Much)
            _lively = 0;
        if (Changed >= Much)
            _lively++;
        _same = 0;
        return false;
    }

    /// <summary>Forgets the stream.</summary>
    public void Forget() => (_has, _lively, _same) = (false, 0, 0);

    private double Compare(Image image)
    {
        var width = image.Width * image.Channels;
        var size = (image.Height + Every - 1) / Every * width;
        if (_rows.Length != size)
            (_rows, _has) = (new byte[size], false);
        var (parts, changed) = (0, 0);
        for (int y = 0, at = 0; y < image.Height; y += Every, at += width)
        {
            var row = image.Row(y);
            var before = _rows.AsSpan(at, width);
            for (var x = 0; x < width; x += Part, parts++)
            {
                var length = Math.Min(Part, width - x);
                if (!row.Slice(x, length).SequenceEqual(before.Slice(x, length)))
                    changed++;
            }

            row.CopyTo(before);
        }

        var share = _has && parts > 0 ? changed / (double)parts : 1;
        _has = true;
        return share;
    }
}
