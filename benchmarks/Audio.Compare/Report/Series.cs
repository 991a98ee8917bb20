namespace Audio.Compare.Report;

/// <summary>What was measured of one way, in the order in which it was.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="IsOurs">Whether it is this daemon.</param>
/// <param name="StartsProgram">Whether each request starts a program.</param>
internal sealed record Series(string Name, bool IsOurs, bool StartsProgram = false)
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    /// <summary>Why it is not in the table; null if it is.</summary>
    public string? LeftOut { get; private set; }

    /// <summary>The measurement could not be completed: what was measured so far is dropped.</summary>
    public void LeaveOut(string reason)
    {
        LeftOut = reason;
        _values.Clear();
    }

    public double Median => Quantile(0.5);

    public void Add(double value) => _values.Add(value);

    /// <summary>The percentile (nearest rank).</summary>
    public double Quantile(double share)
    {
        double[] sorted = [.. _values.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
