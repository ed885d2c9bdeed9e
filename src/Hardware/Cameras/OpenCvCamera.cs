using System.Runtime.InteropServices;
using AccessKiosk.Hardware.Cameras.Local;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>A source that OpenCV reads in this process: a local camera through V4L2, or a recording.</summary>
internal sealed class OpenCvCamera : ICamera
{
    private const double UsualRate = 25, MaxPosition = 1e10;

    // What OpenCV opens a local camera at.
    private static readonly (int Width, int Height) UsualSize = (640, 480);

    // The native time limit ends a thread that was given up, so it is the later one.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly CaptureHandle _capture;
    private readonly TimeProvider _time;
    private readonly long _opened;
    private readonly bool _loop;
    private readonly TimeSpan _step;

    private long _sequence;
    private TimeSpan _position, _passStart;
    private bool _begun, _ended;

    private OpenCvCamera(CaptureHandle capture, CameraInfo info, bool loop, TimeProvider time)
    {
        (_capture, Info, _loop, _time) = (capture, info, loop, time);
        _opened = time.GetTimestamp();
        _step = TimeSpan.FromSeconds(1 / (info.FramesPerSecond > 0 ? info.FramesPerSecond : UsualRate));
        _position = -_step;
    }

    /// <inheritdoc/>
    public CameraInfo Info { get; }

    /// <summary>Opens a source on the calling thread; may block for as long as the driver likes.</summary>
    /// <exception cref="CameraException">It cannot be opened.</exception>
    public static unsafe OpenCvCamera Open(CameraSource source, CameraOptions options, TimeProvider time)
    {
        CaptureInfo native = default;
        var format = source.Backend is CameraBackend.LocalCamera ? Format(source, options) : 0;
        var status = CaptureNative.Open(
            source.Address, source.Backend, format, options.Width, options.Height, options.FramesPerSecond,
            (int)(options.OpenTimeout + Grace).TotalMilliseconds, (int)options.StallTimeout.TotalMilliseconds, out var capture, &native);
        if (status != NativeMethods.Ok)
            throw new CameraException($"{source.Display} cannot be opened: {Advice(source)}");
        var rate = native.FramesPerSecond is > 0 and < 1000 ? native.FramesPerSecond : 0;
        var info = new CameraInfo(
            source.Display, Marshal.PtrToStringUTF8((nint)native.Backend) ?? "", native.Width, native.Height, rate, source.IsLive,
            !source.IsLive && rate > 0 && native.Frames > 0 ? TimeSpan.FromSeconds(native.Frames / rate) : null);
        return new(capture, info, options.Loop && !source.IsLive, time);
    }

    /// <inheritdoc/>
    public CameraRead Read(Frame frame, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        cancellationToken.ThrowIfCancellationRequested();
        if (_ended)
            return Ended();
        if (!Grab(cancellationToken, out var milliseconds) && !(Rewind() && Grab(cancellationToken, out milliseconds)))
            return Exhausted();
        // The frame exists in the source whether or not it can be decoded.
        var sequence = _sequence++;
        Advance(milliseconds);
        if (!Retrieve(frame))
            return new(CameraReadKind.BadFrame, $"picture {sequence} cannot be decoded: {NativeMethods.LastError}");
        frame.Stamp(sequence, Info.IsLive ? _time.GetElapsedTime(_opened) : _position);
        return new(CameraReadKind.Frame);
    }

    /// <inheritdoc/>
    public void Dispose() => _capture.Dispose();

    private static uint Format(CameraSource source, CameraOptions options)
    {
        var device = LocalCameras.DevicePrefix + source.Address;
        VideoDevice.KeepRate(device);
        var (width, height) = options.Width > 0 ? (options.Width, options.Height) : UsualSize;
        var offered = VideoDevice.Formats(device, width, height);
        return VideoFormat.Choose(options.Format, options.FramesPerSecond, offered)
            ?? throw new CameraException($"{source.Display} gives no {options.Format} at {width}×{height}; it gives {string.Join(", ", offered)}. Set Camera:Format to one of these, or to Auto.");
    }

    private bool Retrieve(Frame frame)
    {
        var image = frame.HasImage ? frame.Image : frame.Prepare(Info.Width is > 0 and var w ? w : 1, Info.Height is > 0 and var h ? h : 1);
        var status = CaptureNative.Retrieve(_capture, image.Handle, out var width, out var height);
        if (status == NativeMethods.Size)
            status = CaptureNative.Retrieve(_capture, frame.Prepare(width, height).Handle, out _, out _);
        return status == NativeMethods.Ok;
    }

    // Decoders give no time, an old one or nonsense for some frames (the last ones behind reordered ones, streams
    // without a clock): these follow the one before at the nominal rate.
    private void Advance(double milliseconds)
    {
        var position = milliseconds is >= 0 and < MaxPosition ? _passStart + TimeSpan.FromMilliseconds(milliseconds) : TimeSpan.Zero;
        _position = position > _position ? position : _position + _step;
        _begun = true;
    }

    private bool Grab(CancellationToken cancellationToken, out double milliseconds)
    {
        var status = CaptureNative.Grab(_capture, out milliseconds);
        cancellationToken.ThrowIfCancellationRequested();
        return status == NativeMethods.Ok;
    }

    private bool Rewind()
    {
        if (!_loop || !_begun || CaptureNative.Rewind(_capture) != NativeMethods.Ok)
            return false;
        _passStart = _position + _step;
        _begun = false;
        return true;
    }

    // A recording that ends well before its own length was cut off: said once, then it is over.
    private CameraRead Exhausted()
    {
        _ended = true;
        var length = _position + _step - _passStart;
        return !Info.IsLive && Info.Duration is { } whole && length < whole * 0.98 - 3 * _step
            ? new(CameraReadKind.BadFrame, $"it ends after {length.TotalSeconds:F1} s of {whole.TotalSeconds:F1} s; it is cut off or damaged.")
            : Ended();
    }

    private static CameraRead Ended() => new(CameraReadKind.End, "it gives no more pictures.");

    private static string Advice(CameraSource source) => source.Backend switch
    {
        CameraBackend.LocalCamera =>
            "another program may be using it, this user may not be in the group video, or it is no camera (v4l2-ctl --list-devices lists them).",
        _ => "it is no video, or it is cut off or damaged. Copy or record it again.",
    };
}
