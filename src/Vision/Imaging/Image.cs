using System.Runtime.CompilerServices;

namespace AccessKiosk.Vision.Imaging;

/// <summary>
/// A picture in native memory: 8 bits a channel, 1 channel (grey) or 3 (blue, green, red interleaved), rows from the
/// top, each aligned to 64 bytes. Its size never changes. Many threads may read it, one may write.
/// </summary>
/// <remarks>
/// Coordinates are continuous everywhere: pixel (i, j) covers the square from (i, j) to (i+1, j+1) and its centre lies
/// at (i+0.5, j+0.5), so that the picture is the box (0, 0, Width, Height) at every scale.
/// </remarks>
public sealed unsafe class Image : IDisposable
{
    /// <summary>The longest side in pixels that can be worked on.</summary>
    public const int MaxSide = 32_766;

    private readonly byte* _pixels;

    private Image(ImageHandle handle, byte* pixels, int width, int height, int channels, int stride)
    {
        _pixels = pixels;
        (Handle, Width, Height, Channels, Stride) = (handle, width, height, channels, stride);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>1 (grey) or 3 (BGR).</summary>
    public int Channels { get; }

    /// <summary>Bytes from one row to the next, a multiple of 64.</summary>
    public int Stride { get; }

    /// <summary>All pixels, row after row, with the padding at the end of each row. Not to be used after disposal.</summary>
    public Span<byte> Pixels
    {
        get
        {
            ThrowIfDisposed();
            return new(_pixels, Stride * Height);
        }
    }

    internal ImageHandle Handle { get; }

    /// <summary>Makes a picture whose content is undefined until it is written.</summary>
    /// <param name="width">1 to <see cref="MaxSide"/>.</param>
    /// <param name="height">1 to <see cref="MaxSide"/>.</param>
    /// <param name="channels">1 or 3.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of channels is out of range.</exception>
    /// <exception cref="ImageException">There is not enough memory, or it would need more than 2 GB.</exception>
    public static Image Create(int width, int height, int channels = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSide);
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 or 3 channels.");
        if ((width * (long)channels + 63) / 64 * 64 * height > int.MaxValue)
            throw new ImageException($"A picture of {width}×{height} pixels is too large to work on.");
        NativeMethods.Check(NativeMethods.ImageCreate(width, height, channels, out var handle, out var pixels, out var stride));
        handle.Weigh((long)stride * height);
        return new(handle, pixels, width, height, channels, stride);
    }

    /// <summary>One row's pixels, without padding. Not to be used after disposal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The picture has no such row.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Row(int y)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        return new(_pixels + (nint)y * Stride, Width * Channels);
    }

    /// <summary>Copies the pixels to a picture of the same size and number of channels.</summary>
    /// <exception cref="ArgumentException">Size or channels differ.</exception>
    public void CopyTo(Image target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (!HasShape(target.Width, target.Height, target.Channels))
            throw new ArgumentException("The pictures differ in size or channels.", nameof(target));
        NativeMethods.Check(NativeMethods.Copy(Handle, target.Handle));
    }

    /// <summary>A copy that the caller owns.</summary>
    public Image Clone()
    {
        var copy = Create(Width, Height, Channels);
        CopyTo(copy);
        return copy;
    }

    /// <summary>Whether the picture has this size and number of channels.</summary>
    public bool HasShape(int width, int height, int channels) => Width == width && Height == height && Channels == channels;

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    /// <summary>Size and channels, never content.</summary>
    public override string ToString() => $"{Width}×{Height}×{Channels}";

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
}
