namespace Audio.Testing.Signals;

/// <summary>
/// Compares a recording of a session that may have starved with what was sent: 48 kHz, 16-bit, interleaved stereo. At a
/// gap, the last frame is held and fades out over 5 ms; what follows fades in from the gain that was reached.
/// Everywhere else the samples equal what was sent, bit for bit.
/// </summary>
public static class FadedSound
{
    private const int RampFrames = 240;

    /// <summary>The frames of a continuation that are compared: the ramp, and enough after it to be sure.</summary>
    private const int Proof = 400;

    /// <summary>While the gain moves, a sample is rounded and dithered: one step each.</summary>
    private const int Rounding = 2;

    /// <summary>Finds the first difference between the recording and the expected sound.</summary>
    /// <param name="heard">
    /// Starts with the first frame that was sent; after the last only silence, or a fade if it starved before its end.
    /// </param>
    /// <param name="sent">What was sent.</param>
    /// <param name="gaps">The number of gaps that are allowed.</param>
    /// <returns>What is wrong; null: nothing.</returns>
    public static string? FindFault(ReadOnlySpan<short> heard, ReadOnlySpan<short> sent, int gaps)
    {
        int frames = sent.Length / 2;
        int at = 0;
        int next = 0;
        int found = 0;
        var gain = Gain.Steady(1);
        while (next < frames)
        {
            if (Matches(heard, at, sent, next, gain))
            {
                at++;
                next++;
                gain = gain.Next();
            }
            else if (found == gaps || !SkipGap(heard, ref at, sent, ref next, ref gain))
            {
                return $"Sample {2 * next} of {sent.Length} differs after {found} of {gaps} gaps: "
                    + $"heard {Show(heard, at)}, sent {Show(sent, next)}; before it all are right.";
            }
            else
            {
                found++;
            }
        }

        ReadOnlySpan<short> rest = heard[(2 * at)..];
        // frames up to the last one that sounds; 0 if none does
        int loud = (rest.LastIndexOfAnyExcept((short)0) + 2) / 2;
        return loud == 0 || FadesFor(heard, at, sent, next, gain) >= loud
            ? null
            : $"{loud} frames sound after the end: {Show(rest, 0)}";
    }

    private static bool SkipGap(
        ReadOnlySpan<short> heard,
        ref int at,
        ReadOnlySpan<short> sent,
        ref int next,
        ref Gain gain
    )
    {
        (int Length, int At, int Next, Gain Gain) best = (7, 0, 0, gain);

        // In silence, a gap is noticed only when sound follows; it may have begun earlier.
        for (int back = 0; back <= RampFrames && back <= next && (back == 0 || IsSilent(sent, next - back)); back++)
        {
            int from = at - back;
            int held = FadesFor(heard, from, sent, next - back, gain);
            Gain fade = gain.To(0);
            for (int frame = 1; frame <= held; frame++)
            {
                fade = fade.Next();
                Consider(heard, from + frame, sent, next - back, fade.To(1), ref best);
                // another sound, which starts without a fade
                Consider(heard, from + frame, sent, next - back, Gain.Steady(1), ref best);
            }
        }

        // A complete sound is followed by silence at once; another sound may follow.
        int silence = 0;
        while (2 * (at + silence) + 1 < heard.Length && IsSilent(heard, at + silence))
            silence++;
        if (silence > 0)
            Consider(heard, at + silence, sent, next, Gain.Steady(1), ref best);

        if (best.Length == 7)
            return false;
        (_, at, next, gain) = best;
        return true;
    }

    private static void Consider(
        ReadOnlySpan<short> heard,
        int at,
        ReadOnlySpan<short> sent,
        int next,
        Gain gain,
        ref (int Length, int At, int Next, Gain Gain) best
    )
    {
        int length = 0;
        Gain now = gain;
        while (
            length < Proof && next + length < sent.Length / 2 && Matches(heard, at + length, sent, next + length, now)
        )
        {
            length++;
            now = now.Next();
        }

        if (length > best.Length)
            best = (length, at, next, gain);
    }

    /// <summary>
    /// The number of frames of a recording that are a fade of the last frame sent, followed by silence.
    /// </summary>
    private static int FadesFor(ReadOnlySpan<short> heard, int at, ReadOnlySpan<short> sent, int next, Gain gain)
    {
        Gain fade = gain.To(0);
        int frames = 0;
        while (at + frames < heard.Length / 2)
        {
            for (int side = 0; side < 2; side++)
            {
                double last = next == 0 ? 0 : sent[2 * (next - 1) + side];
                if (!IsNear(heard[2 * (at + frames) + side], last, fade))
                    return frames;
            }

            fade = fade.Next();
            frames++;
        }

        return frames;
    }

    private static bool Matches(ReadOnlySpan<short> heard, int at, ReadOnlySpan<short> sent, int next, Gain gain) =>
        2 * at + 1 < heard.Length
        && IsNear(heard[2 * at], sent[2 * next], gain)
        && IsNear(heard[2 * at + 1], sent[2 * next + 1], gain);

    private static bool IsNear(short heard, double sample, Gain gain) =>
        gain.IsSteady ? heard == sample * gain.Value : Math.Abs(heard - sample * gain.Value) <= Rounding;

    private static bool IsSilent(ReadOnlySpan<short> sound, int frame) =>
        sound[2 * frame] == 0 && sound[2 * frame + 1] == 0;

    private static string Show(ReadOnlySpan<short> samples, int frame) =>
        string.Join(' ', samples.Slice(2 * frame, Math.Min(8, samples.Length - 2 * frame)).ToArray());

    /// <summary>The gain of the next frame.</summary>
    private readonly record struct Gain(double From, double Target, int Step)
    {
        public bool IsSteady => Step >= RampFrames;

        public double Value => At(Step);

        public static Gain Steady(double gain) => new(gain, gain, RampFrames);

        public Gain Next() => IsSteady ? this : this with { Step = Step + 1 };

        /// <summary>A ramp that starts at the gain of the frame before.</summary>
        public Gain To(double target) =>
            new(
                Step == 0 ? From
                    : IsSteady ? Target
                    : At(Step - 1),
                target,
                0
            );

        private double At(int step) =>
            IsSteady && step >= RampFrames ? Target : Target + (From - Target) * (RampFrames - 1 - step) / RampFrames;
    }
}
