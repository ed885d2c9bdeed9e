using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras.Monitoring;

/// <summary>Tells whether a frame is identical to the previous one, by comparing every eighth row.</summary>
internal sealed class FrozenFrameDetector
{
    private const int Every = 8;
    private byte[] _rows = [];
    private bool _has;

    /// <summary>Takes a frame and compares it with the previous one.</summary>
    public bool IsSame(Image image)
    {
        var width = image.Width * image.Channels;
        var size = (image.Height + Every - 1) / Every * width;
        if (_rows.Length != size)
            (_rows, _has) = (new byte[size], false);
        var same = _has;
        for (int y = 0, at = 0; y < image.Height; y += Every, at += width)
        {
            var row = image.Row(y);
            var before = _rows.AsSpan(at, width);
            if (same && row.SequenceEqual(before))
                continue;
            same = false;
            row.CopyTo(before);
        }

        _has = true;
        return same;
    }

    /// <summary>Forgets the previous frame.</summary>
    public void Forget() => _has = false;
}
