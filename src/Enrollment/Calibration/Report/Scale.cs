namespace AccessKiosk.Enrollment.Calibration.Report;

/// <summary>Maps values to picture coordinates, linearly or by their logarithm; values outside are put on the edge.</summary>
internal sealed record Scale(double From, double To, double Start, double End, bool Logarithmic)
{
    public double this[double value]
    {
        get
        {
            var inside = Math.Clamp(value, Math.Min(From, To), Math.Max(From, To));
            var share = Logarithmic
                ? (Math.Log(inside) - Math.Log(From)) / (Math.Log(To) - Math.Log(From))
                : (inside - From) / (To - From);
            return Start + share * (End - Start);
        }
    }
}
