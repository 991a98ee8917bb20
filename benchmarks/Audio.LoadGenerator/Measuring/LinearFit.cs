namespace Audio.LoadGenerator.Measuring;

/// <summary>A straight line through points, by least squares.</summary>
/// <param name="Intercept">The value at 0.</param>
/// <param name="Slope">The increase per unit.</param>
/// <param name="R2">The share of the variance that the line explains.</param>
internal sealed record LinearFit(double Intercept, double Slope, double R2)
{
    /// <summary>Fits; <see langword="null"/> for fewer than three points.</summary>
    public static LinearFit? Of(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count < 3)
            return null;
        double meanX = points.Average(static p => p.X);
        double meanY = points.Average(static p => p.Y);
        double xx = points.Sum(p => (p.X - meanX) * (p.X - meanX));
        double xy = points.Sum(p => (p.X - meanX) * (p.Y - meanY));
        double yy = points.Sum(p => (p.Y - meanY) * (p.Y - meanY));
        if (xx == 0)
            return null;
        double slope = xy / xx;
        return new LinearFit(meanY - slope * meanX, slope, yy == 0 ? 1 : xy * xy / (xx * yy));
    }
}
