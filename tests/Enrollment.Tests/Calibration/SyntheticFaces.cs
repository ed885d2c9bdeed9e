using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Tests.Matching;
using MathNet.Numerics.Distributions;

namespace AccessKiosk.Enrollment.Tests.Calibration;

/// <summary>
/// Made-up people whose true false match rate is known: between independent directions in d dimensions, (score + 1) / 2
/// follows Beta((d-1)/2, (d-1)/2).
/// </summary>
internal static class SyntheticFaces
{
    public const int Dimension = 64;
    private const double Half = (Dimension - 1) / 2.0;

    public static List<LabelledEmbedding> Of(int people, int imagesEach, float mated = 0.7f, int seed = 1)
    {
        var random = new Random(seed);
        var images = new List<LabelledEmbedding>();
        for (var person = 0; person < people; person++)
        {
            var centre = Synthetic.Unit(random, Dimension);
            for (var i = 0; i < imagesEach; i++)
                images.Add(new($"p{person}", $"p{person}_{i}", Synthetic.Near(centre, MathF.Sqrt(mated), random)));
        }
        return images;
    }

    public static double TrueFmr(double threshold) => Beta.CDF(Half, Half, (1 - threshold) / 2);

    public static double TrueThreshold(double fmr) => 1 - 2 * Beta.InvCDF(Half, Half, fmr);

    public static CalibrationSubject About { get; } = new(Synthetic.Model, CalibrationOrigin.Site, "made-up people", "tests");
}
