namespace Audio.Hostile.Bystanders;

/// <summary>How long somebody waited, each time. One thread.</summary>
internal sealed class Waits
{
    private readonly List<double> _milliseconds = [];

    /// <summary>Adds a wait that began then and ends now.</summary>
    public void Add(long began) => _milliseconds.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);

    /// <summary>The median; <see langword="null"/> if nothing was waited for.</summary>
    public double? Median => _milliseconds.Count == 0 ? null : _milliseconds.Order().ElementAt(_milliseconds.Count / 2);

    /// <summary>The longest; <see langword="null"/> if nothing was waited for.</summary>
    public double? Longest => _milliseconds.Count == 0 ? null : _milliseconds.Max();
}
