namespace AccessKiosk.Enrollment.Calibration.Statistics;

/// <summary>log(1+x) and exp(x)-1 without loss near zero, where error rates live (Kahan's forms).</summary>
internal static class Precise
{
    public static double LogOnePlus(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : u == 0 ? double.NegativeInfinity : Math.Log(u) * x / (u - 1);
    }

    public static double ExpMinusOne(double x)
    {
        var u = Math.Exp(x);
        if (u == 1)
            return x;
        var difference = u - 1;
        return difference == -1 ? -1 : difference * x / Math.Log(u);
    }
}
