using System.Numerics;
using System.Runtime.InteropServices;
using AccessKiosk.Vision.Imaging;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Liveness.Imaging;

/// <summary>A straight edge between two places of a picture.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Segment(Vector2 From, Vector2 To)
{
    public float Length => Vector2.Distance(From, To);
}

/// <summary>Finds straight edges (LSD, von Gioi et al. 2012). One thread at a time.</summary>
internal sealed unsafe class LineSegments : IDisposable
{
    /// <summary>The most that are found.</summary>
    public const int Capacity = 256;

    private readonly SegmentsHandle _handle;
    private readonly Segment[] _lines = new Segment[Capacity];

    public LineSegments() => NativeMethods.Check(NativeMethods.SegmentsCreate(out _handle));

    /// <summary>The straight edges of a grey picture, longest first; valid until the next call.</summary>
    /// <param name="grey">A grey picture.</param>
    /// <param name="minLength">Shortest that counts, in pixels.</param>
    public ReadOnlySpan<Segment> Find(Image grey, float minLength)
    {
        fixed (byte* data = grey.Pixels)
        fixed (Segment* lines = _lines)
        {
            NativeMethods.Check(NativeMethods.SegmentsFind(_handle, new(data, grey), minLength, lines, Capacity, out var count));
            return _lines.AsSpan(0, count);
        }
    }

    public void Dispose() => _handle.Dispose();
}

/// <summary>Owns a native <c>ak_segments</c>.</summary>
internal sealed class SegmentsHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.SegmentsFree(handle);
        return true;
    }
}
