namespace Audio.Sound;

/// <summary>A way from one rate to another that is measured.</summary>
internal interface IRateChanger
{
    /// <summary>As the table names it.</summary>
    string Name { get; }

    /// <summary>Mono samples at another rate.</summary>
    float[] Convert(float[] samples, int from, int to);

    /// <summary>Microseconds for 480 frames at the new rate.</summary>
    double Cost(int from, int to);
}
