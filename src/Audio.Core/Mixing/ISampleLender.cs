namespace Audio.Core.Mixing;

/// <summary>
/// A source whose samples can be mixed where they lie: a render then touches them once, and not a second time to copy them. Each <see cref="Lend"/> that
/// gives something is followed by its <see cref="TakeBack"/>; together they are a <see cref="ISampleSource.Read"/> of so many samples. Render thread only.
/// </summary>
internal interface ISampleLender
{
    /// <summary>Lends the next samples: as many as asked for, or none where they do not lie together or are not there. Then they are to be read.</summary>
    /// <param name="samples">Samples, not frames; a whole number of frames.</param>
    ReadOnlySpan<float> Lend(int samples);

    /// <summary>They have been mixed: from here on their memory may be written again.</summary>
    /// <param name="samples">As many as were lent.</param>
    void TakeBack(int samples);
}
