using System.Numerics;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Vision.Motion;

/// <summary>
/// Dense optical flow by inverse search (DIS, Kroeger et al. 2016, preset ultrafast): where each pixel of one grey
/// frame moved to in the next. Buffers are kept between calls; nothing is allocated while the size stays.
/// </summary>
public sealed unsafe class OpticalFlow : IDisposable
{
    /// <summary>The shortest side in pixels that the method works on.</summary>
    public const int MinSide = 16;

    private readonly FlowHandle _handle;
    private Vector2* _field;

    /// <summary>Makes the buffers.</summary>
    public OpticalFlow()
    {
        NativeMethods.Check(NativeMethods.FlowCreate(out var handle));
        _handle = handle;
    }

    /// <summary>Width of the last result in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Height of the last result in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>
    /// The last result: each pixel's movement in pixels, row after row without padding. Overwritten by the next call
    /// and no longer valid after disposal; empty before the first.
    /// </summary>
    public ReadOnlySpan<Vector2> Field
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            return new(_field, Width * Height);
        }
    }

    /// <summary>Computes <see cref="Field"/>.</summary>
    /// <param name="from">A grey image of at least <see cref="MinSide"/> pixels a side.</param>
    /// <param name="to">The next one, of the same size.</param>
    /// <exception cref="ArgumentException">The images are not grey, too small or of different sizes.</exception>
    public void Compute(Image from, Image to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (!to.HasShape(from.Width, from.Height, 1) || from.Channels != 1 || Math.Min(from.Width, from.Height) < MinSide)
            throw new ArgumentException($"Optical flow needs two grey images of one size, at least {MinSide} pixels a side.");
        NativeMethods.Check(NativeMethods.FlowCompute(_handle, from.Handle, to.Handle, out _field));
        (Width, Height) = (from.Width, from.Height);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
