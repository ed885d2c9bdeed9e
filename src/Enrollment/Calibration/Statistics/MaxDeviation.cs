namespace AccessKiosk.Enrollment.Calibration.Statistics;

/// <summary>Permutation test of many statistics at once, with the family-wise error rate kept (Westfall and Young).</summary>
internal static class MaxDeviation
{
    /// <summary>Adjusted p-values; a statistic that is not a number in the data is never significant.</summary>
    public static double[] PValues(double[] observed, double[][] shuffled)
    {
        var mean = new double[observed.Length];
        var deviation = new double[observed.Length];
        for (var k = 0; k < observed.Length; k++)
        {
            double[] values = [.. shuffled.Select(s => s[k]).Where(double.IsFinite)];
            if (values.Length == 0)
                continue;
            mean[k] = values.Average();
            deviation[k] = Math.Sqrt(values.Sum(v => (v - mean[k]) * (v - mean[k])) / values.Length);
        }
        double[] largest = [.. shuffled.Select(s => Enumerable.Range(0, s.Length).Max(k => Distance(s[k], k)))];
        return [.. observed.Select((value, k) => (1.0 + largest.Count(l => l >= Distance(value, k))) / (1 + shuffled.Length))];

        double Distance(double value, int k) =>
            double.IsFinite(value) && deviation[k] > 0 ? Math.Abs(value - mean[k]) / deviation[k] : 0;
    }
}
