using System.Numerics;

namespace AccessKiosk.Vision.Alignment;

/// <summary>
/// Eye aspect ratio (Soukupová and Čech 2016): height over width of the lid contour, about 0.3 when open and
/// below 0.12 when shut. Good enough to refuse a capture with shut eyes; too coarse to count blinks.
/// </summary>
public static class EyeOpenness
{
    /// <summary>The mean of both eyes.</summary>
    /// <param name="mesh">468 points.</param>
    public static float FromMesh(ReadOnlySpan<Vector3> mesh) =>
        (Ratio(mesh, 33, 133, 160, 144, 158, 153) + Ratio(mesh, 362, 263, 385, 380, 387, 373)) / 2;

    private static float Ratio(ReadOnlySpan<Vector3> m, int inner, int outer, int top1, int bottom1, int top2, int bottom2) =>
        (Vector3.Distance(m[top1], m[bottom1]) + Vector3.Distance(m[top2], m[bottom2])) / (2 * Vector3.Distance(m[inner], m[outer]));
}
