using Audio.Core.Sessions;
using Audio.Protocol;

namespace Audio.Core.Engine;

/// <summary>Refuses a session whose options are out of range.</summary>
internal static class SessionOptionsCheck
{
    /// <exception cref="AudioException">An option is out of range.</exception>
    /// <exception cref="Effects.EffectException">One of its effects cannot work at the mix rate.</exception>
    public static void Check(SessionOptions options, int mixRate)
    {
        if (options.Format is { IsPlayable: false } format)
            throw new AudioException(AudioErrorKind.Unsupported, $"This format cannot be played: {format}.");
        if (options is { Format: null, Container: AudioContainer.Raw })
        {
            throw new AudioException(
                AudioErrorKind.Unsupported,
                "Samples without a container need a format, such as AudioFormat.Pcm16(24_000)."
            );
        }
        if (options is { FindsByteOrder: true } && !HasByteOrder(options))
        {
            throw new AudioException(
                AudioErrorKind.Unsupported,
                "A byte order is found in samples of 16 bits without a container, such as AudioFormat.Pcm16(24_000)."
            );
        }
        if (!(options.Volume is >= 0f and <= AudioSession.MaxVolume))
        {
            throw new AudioException(
                AudioErrorKind.Unsupported,
                $"A volume is between 0 and {AudioSession.MaxVolume}; it is {options.Volume}."
            );
        }

        if (options.Etiquette.Refusal() is { } refusal)
            throw new AudioException(AudioErrorKind.Unsupported, $"This etiquette cannot be kept: {refusal}.");
        if (!SessionLatency.IsInRange(options.MaxLatency))
        {
            throw new AudioException(
                AudioErrorKind.Unsupported,
                $"A session's greatest latency is between {SessionLatency.Least.TotalMilliseconds} ms "
                    + $"and {SessionLatency.Most.TotalSeconds} s; it is {options.MaxLatency}."
            );
        }

        options.Effects?.Check(mixRate);
    }

    private static bool HasByteOrder(SessionOptions options) =>
        options
            is { Container: AudioContainer.Raw, Format.Encoding: SampleEncoding.PcmS16Be or SampleEncoding.PcmS16Le };
}
