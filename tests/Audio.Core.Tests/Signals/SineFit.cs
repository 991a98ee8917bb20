namespace Audio.Core.Tests.Signals;

/// <summary>
/// The sine of a known frequency that lies nearest to a signal, by least squares, and what is left over.
/// </summary>
internal readonly record struct SineFit(double Amplitude, double ResidualRms)
{
    /// <summary>The fitted sine against everything else.</summary>
    public double SinadDb => 20 * Math.Log10(Amplitude / Math.Sqrt(2) / ResidualRms);

    /// <summary>Fits <c>a sin + b cos + c</c>.</summary>
    /// <param name="signal">One channel.</param>
    /// <param name="cyclesPerSample">The frequency over the sample rate.</param>
    public static SineFit Of(ReadOnlySpan<float> signal, double cyclesPerSample)
    {
        // Normal equations of three unknowns.
        double[,] m = new double[3, 4];
        Span<double> row = stackalloc double[4];
        for (int n = 0; n < signal.Length; n++)
        {
            (row[0], row[1]) = Math.SinCos(2 * Math.PI * cyclesPerSample * n);
            row[2] = 1;
            row[3] = signal[n];
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 4; j++)
                    m[i, j] += row[i] * row[j];
            }
        }

        double[] x = Solve(m);
        double sum = 0;
        for (int n = 0; n < signal.Length; n++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * cyclesPerSample * n);
            double rest = signal[n] - (x[0] * sin + x[1] * cos + x[2]);
            sum += rest * rest;
        }

        return new SineFit(Math.Sqrt(x[0] * x[0] + x[1] * x[1]), Math.Sqrt(sum / signal.Length));
    }

    private static double[] Solve(double[,] m)
    {
        for (int p = 0; p < 3; p++)
        {
            for (int i = 0; i < 3; i++)
            {
                if (i == p)
                    continue;
                double factor = m[i, p] / m[p, p];
                for (int j = p; j < 4; j++)
                    m[i, j] -= factor * m[p, j];
            }
        }

        return [m[0, 3] / m[0, 0], m[1, 3] / m[1, 1], m[2, 3] / m[2, 2]];
    }
}
