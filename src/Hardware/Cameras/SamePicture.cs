using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>Tells whether a picture is the one before to the last bit, by every eighth row of it.</summary>
internal sealed class SamePicture
{
    private const int Every = 8;
    private byte[] _rows = [];
    private bool _has;

    /// <summary>Takes a picture and compares it with the one before.</summary>
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

    /// <summary>The next picture has none before it.</summary>
    public void Forget() => _has = false;
}
