namespace Audio.Sound;

/// <summary>A resampler under test.</summary>
internal interface IRateChanger
{
    /// <summary>Its name in the table.</summary>
    string Name { get; }

    /// <summary>Mono samples at another rate.</summary>
    float[] Convert(float[] samples, int from, int to);

    /// <summary>Microseconds for 480 frames at the new rate.</summary>
    double Cost(int from, int to);
}
