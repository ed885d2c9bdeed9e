using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras.Monitoring;

/// <summary>
/// Tells a stream that has stopped from a room in which nothing moves, by every eighth row. Cameras and encoders repeat the
/// pictures of a still room bit for bit, but they come to rest part by part, and key frames alone change much; a stream stops while every picture changes.
/// The clock in a picture that stands still goes on, and a few buffers that are handed out in turn change much and are all known.
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

    // The digits of a clock that a camera writes into a picture that stands still.
    private const double Overlay = 0.01;

    // A driver whose buffers are never filled again hands them out in turn.
    private const int Buffers = 8;
    private const int Some = 4;
    private const int Returned = 4;

    private readonly int[] _last = new int[Buffers];
    private byte[] _rows = [];
    private bool _has;
    private int _lively, _same, _again;
    private long _count;

    /// <summary>How much of the newest frame differs from the one before, 0 to 1.</summary>
    internal double Changed { get; private set; }

    /// <summary>Takes a frame.</summary>
    /// <returns>Whether it is the one before to the last bit, and those before it changed as no still room does; or one of a few that return.</returns>
    public bool IsFrozen(Image image)
    {
        Changed = Compare(image);
        if (Changed is 0)
        {
            _same++;
            if (_same > Converted)
                _again = 0;
            return _lively >= Lively || _again >= Returned;
        }

        _again = Changed >= Much && Returns(image.Width * image.Channels) ? _again + 1 : 0;
        if (_again >= Returned)
            return true;
        if (_same > Converted && Changed < Overlay && _lively >= Lively)
            return true;
        if (_same > Converted || Changed < Much)
            _lively = 0;
        if (Changed >= Much)
            _lively++;
        _same = 0;
        return false;
    }

    /// <summary>Forgets the stream.</summary>
    public void Forget() => (_has, _lively, _same, _again, _count) = (false, 0, 0, 0, 0);

    // Whether some of the rows are those of one of the last pictures.
    private bool Returns(int width)
    {
        var rows = new HashCode();
        for (var at = 0; at < _rows.Length; at += Some * width)
            rows.AddBytes(_rows.AsSpan(at, width));
        var hash = rows.ToHashCode();
        var known = _last.AsSpan(0, (int)Math.Min(_count, Buffers)).Contains(hash);
        _last[_count++ % Buffers] = hash;
        return known;
    }

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
