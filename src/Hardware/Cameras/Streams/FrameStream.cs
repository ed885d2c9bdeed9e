using System.Buffers.Binary;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras.Streams;

/// <summary>How reading a frame ended.</summary>
internal enum FrameResult
{
    /// <summary>The frame was written.</summary>
    Frame,

    /// <summary>The decoder has ended.</summary>
    Ended,

    /// <summary>No frame came in the time allowed.</summary>
    Silent,

    /// <summary>The stream's frames have another size now; the decoder must be started again.</summary>
    SizeChanged,

    /// <summary>The output is not what was expected.</summary>
    Garbage,
}

/// <summary>Cuts a decoder's output into frames. Used by one thread; allocates nothing while the size stays.</summary>
internal sealed class FrameStream(DecoderProcess process, DecoderLog log, FrameFraming framing)
{
    private const int HeaderLength = 54;
    private const int Alignment = 4, BytesPerPixel = 3;

    private readonly byte[] _header = new byte[HeaderLength];
    private byte[] _rows = [];
    private bool _hasHeader;

    /// <summary>The size of the next frame in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>The height of the next frame in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Waits for the first frame, and learns its size.</summary>
    public FrameResult Begin(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (framing is FrameFraming.Bitmap)
            return ReadHeader(patience, cancellationToken);
        var result = Result(process.WaitForOutput(patience, cancellationToken));
        if (result is not FrameResult.Frame)
            return result;
        process.ReadMessages();
        if (log.Size is not { } size)
            return FrameResult.Garbage;
        return Take(size.Width, size.Height);
    }

    /// <summary>Reads the next frame.</summary>
    public FrameResult Read(Frame frame, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (framing is FrameFraming.Bitmap && !_hasHeader && ReadHeader(patience, cancellationToken) is not FrameResult.Frame and var failure)
            return failure;
        _hasHeader = false;
        var result = ReadRows(frame.Prepare(Width, Height), patience, cancellationToken);
        // A new size is announced before the first frame of it: what was just read may be its beginning.
        process.ReadMessages();
        return result is FrameResult.Frame && log.SizeChanged ? FrameResult.SizeChanged : result;
    }

    private static FrameResult Result(FillResult fill) => fill switch
    {
        FillResult.Filled => FrameResult.Frame,
        FillResult.Ended => FrameResult.Ended,
        _ => FrameResult.Silent,
    };

    private FrameResult ReadHeader(TimeSpan patience, CancellationToken cancellationToken)
    {
        var result = Result(process.Fill(_header, patience, cancellationToken));
        if (result is not FrameResult.Frame)
            return result;
        _hasHeader = true;
        var isBitmap = _header.AsSpan().StartsWith("BM"u8) && BinaryPrimitives.ReadInt32LittleEndian(_header.AsSpan(10)) == HeaderLength
            && BinaryPrimitives.ReadInt16LittleEndian(_header.AsSpan(28)) == 8 * BytesPerPixel;
        return isBitmap
            ? Take(BinaryPrimitives.ReadInt32LittleEndian(_header.AsSpan(18)), BinaryPrimitives.ReadInt32LittleEndian(_header.AsSpan(22)))
            : FrameResult.Garbage;
    }

    private FrameResult Take(int width, int height)
    {
        if (width is < 1 or > Image.MaxSide || height is < 1 or > Image.MaxSide)
            return FrameResult.Garbage;
        (Width, Height) = (width, height);
        return FrameResult.Frame;
    }

    private FrameResult ReadRows(Image image, TimeSpan patience, CancellationToken cancellationToken)
    {
        var stride = (Width * BytesPerPixel + Alignment - 1) / Alignment * Alignment;
        if (stride == image.Stride)
            return Result(process.Fill(image.Pixels, patience, cancellationToken));
        if (_rows.Length != stride * Height)
            _rows = new byte[stride * Height];
        var result = Result(process.Fill(_rows, patience, cancellationToken));
        for (var y = 0; y < Height && result is FrameResult.Frame; y++)
            _rows.AsSpan(y * stride, Width * BytesPerPixel).CopyTo(image.Row(y));
        return result;
    }
}
