using System.Numerics;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Vision.Alignment;

/// <summary>The 112×112 picture that ArcFace was trained on (Deng et al. 2019): where the five points belong.</summary>
public static class ArcFaceTemplate
{
    /// <summary>Side of the aligned picture in pixels.</summary>
    public const int Side = 112;

    private static readonly FivePoints Target = new(
        new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f),
        new(41.5493f, 92.3655f), new(70.7299f, 92.2041f));

    /// <summary>The similarity transform from the frame to the aligned picture, least squares over the five points.</summary>
    public static Matrix3x2 Align(in FivePoints points) => Similarity.Estimate(points, Target);
}
