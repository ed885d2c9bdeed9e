namespace AccessKiosk.Enrollment.Calibration.Statistics;

/// <summary>Fits a generalised Pareto distribution to exceedances and tests how well it fits.</summary>
internal static class ParetoFit
{
    // Below -1/2 the estimator's error has no known form; the bound errs to the heavier tail.
    private const double LeastShape = -0.5;
    private const int Replicates = 199;

    /// <summary>The estimator of Zhang and Stephens (2009): near maximum likelihood in error, and never fails.</summary>
    /// <param name="ascending">Exceedances, positive, ascending.</param>
    public static GeneralisedPareto Fit(ReadOnlySpan<double> ascending)
    {
        var n = ascending.Length;
        var points = 20 + (int)Math.Sqrt(n);
        var largest = ascending[^1];
        var quartile = ascending[Math.Max(0, (int)(n / 4.0 + 0.5) - 1)];
        var candidates = new double[points];
        var likelihoods = new double[points];
        for (var j = 0; j < points; j++)
        {
            var b = 1 / largest + (1 - Math.Sqrt(points / (j + 0.5))) / (3 * quartile);
            var shape = MeanLog(ascending, b);
            candidates[j] = b;
            likelihoods[j] = n * (Math.Log(-b / shape) - shape - 1);
        }
        var (weights, weighted) = (0.0, 0.0);
        var highest = likelihoods.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        for (var j = 0; j < points; j++)
        {
            if (!double.IsFinite(likelihoods[j]))
                continue;
            var weight = Math.Exp(likelihoods[j] - highest);
            weights += weight;
            weighted += weight * candidates[j];
        }
        var best = weighted / weights;
        var fitted = MeanLog(ascending, best);
        if (fitted >= LeastShape)
            return new(fitted, -fitted / best);
        var mean = 0.0;
        foreach (var x in ascending)
            mean += x / n;
        return new(LeastShape, Math.Max(mean * (1 - LeastShape), -LeastShape * largest * (1 + 1.0 / n)));
    }

    /// <summary>
    /// The chance of a fit as bad as this one if the distribution is right: Anderson-Darling statistic against
    /// samples of the fitted distribution that are fitted in their turn.
    /// </summary>
    public static double GoodnessOfFit(ReadOnlySpan<double> ascending, GeneralisedPareto fit)
    {
        var observed = AndersonDarling(ascending, fit);
        // A fixed seed: the same data give the same record.
        var random = new Random(ascending.Length);
        var sample = new double[ascending.Length];
        var worse = 0;
        for (var i = 0; i < Replicates; i++)
        {
            for (var j = 0; j < sample.Length; j++)
                sample[j] = fit.Excess(1 - random.NextDouble());
            Array.Sort(sample);
            if (AndersonDarling(sample, Fit(sample)) >= observed)
                worse++;
        }
        return (worse + 1.0) / (Replicates + 1);
    }

    private static double AndersonDarling(ReadOnlySpan<double> ascending, GeneralisedPareto fit)
    {
        const double Least = 1e-300;
        var n = ascending.Length;
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            var below = 1 - fit.Survival(ascending[i]);
            var above = fit.Survival(ascending[n - 1 - i]);
            sum += (2 * i + 1) * (Math.Log(Math.Max(below, Least)) + Math.Log(Math.Max(above, Least)));
        }
        return -n - sum / n;
    }

    private static double MeanLog(ReadOnlySpan<double> values, double b)
    {
        var sum = 0.0;
        foreach (var x in values)
            sum += Math.Log(1 - b * x);
        return sum / values.Length;
    }
}
