namespace Audio.Testing.Signals;

/// <summary>The kind of the first difference between a recording and its reference.</summary>
public enum GapKind
{
    /// <summary>Silence was inserted, and the reference continues later: an underrun.</summary>
    Silence,

    /// <summary>Samples were played twice.</summary>
    Repeated,

    /// <summary>Samples of the reference are missing.</summary>
    Dropped,

    /// <summary>The recording ends before the reference does.</summary>
    CutShort,

    /// <summary>The samples differ.</summary>
    Different,
}

/// <summary>Where and how a recording first differs from its reference.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Frame">The first frame of the reference that is missing.</param>
/// <param name="Frames">The number of frames concerned; 0 if that has no meaning.</param>
public sealed record Gap(GapKind Kind, int Frame, int Frames);

/// <summary>
/// Compares a recording with what was sent, bit for bit, and names what is wrong in the terms of a player.
/// </summary>
public static class GapFinder
{
    /// <summary>This many equal frames in a row prove that the recording matches its reference again.</summary>
    private const int Proof = 64;

    /// <summary>The longest slip that is recognised as such, in frames.</summary>
    private const int MaxSlip = 96_000;

    /// <summary>Finds the first fault.</summary>
    /// <param name="recording">From the reference's first frame on; may go on after its end.</param>
    /// <param name="reference">What was sent.</param>
    /// <param name="channels">In both.</param>
    /// <returns>Null if the recording starts with the whole reference, sample for sample.</returns>
    public static Gap? FindFirst(ReadOnlySpan<float> recording, ReadOnlySpan<float> reference, int channels)
    {
        int frames = reference.Length / channels;
        int same = recording.CommonPrefixLength(reference) / channels;
        if (same == frames)
            return null;
        int recorded = recording.Length / channels;
        ReadOnlySpan<float> heard = recording[(same * channels)..];
        ReadOnlySpan<float> sent = reference[(same * channels)..];

        int silence = 0;
        while (same + silence < recorded && heard.Slice(silence * channels, channels).IndexOfAnyExcept(0f) < 0)
            silence++;
        if (silence > 0 && IsBack(heard[(silence * channels)..], sent, channels))
            return new Gap(GapKind.Silence, same, silence);
        if (same + silence >= recorded)
            return new Gap(GapKind.CutShort, same, frames - same);

        for (int slip = 1; slip <= MaxSlip; slip++)
        {
            if (slip < frames - same && IsBack(heard, sent[(slip * channels)..], channels))
                return new Gap(GapKind.Dropped, same, slip);
            if (slip <= same && IsBack(heard, reference[((same - slip) * channels)..], channels))
                return new Gap(GapKind.Repeated, same, slip);
        }

        return new Gap(GapKind.Different, same, 0);
    }

    private static bool IsBack(ReadOnlySpan<float> heard, ReadOnlySpan<float> sent, int channels)
    {
        int length = Math.Min(Proof * channels, Math.Min(heard.Length, sent.Length));
        return length > 0 && heard[..length].SequenceEqual(sent[..length]);
    }
}
