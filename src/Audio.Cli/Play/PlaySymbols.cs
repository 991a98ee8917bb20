using System.CommandLine;
using Audio.Core.Effects;
using Audio.Core.Sessions;
using Audio.Host.Options;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;

namespace Audio.Cli.Play;

/// <summary>
/// The arguments and options of <c>audiod play</c>. The parser accepts any text; <see cref="Read"/> validates it.
/// </summary>
internal sealed class PlaySymbols
{
    private readonly Argument<string[]> _files = new("file")
    {
        Description = "WAV, MP3, FLAC or Ogg files; - is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _together = new("--together")
    {
        Description = "Play all at once instead of one after the other.",
    };
    private readonly Option<string> _volume = new("--volume")
    {
        Description = "Linear gain, 0 to 4. [1]",
        HelpName = "NUMBER",
    };
    private readonly Option<string> _effects = new("--effects")
    {
        Description = "Effects to apply, for example speed:1.5,highpass:80; \"\" for none. [the daemon's default]",
        HelpName = "CHAIN",
    };
    private readonly Option<string> _priority = new("--priority")
    {
        Description =
            $"Kind of sound, which decides what is lowered: {string.Join(", ", EtiquetteNames.Priorities)}. [speech]",
        HelpName = "NAME",
    };
    private readonly Option<string> _channel = new("--channel")
    {
        Description = "Name of a channel shared with other sounds, for --overlap. [none]",
        HelpName = "NAME",
    };
    private readonly Option<string> _overlap = new("--overlap")
    {
        Description = $"What to do if its channel is in use: {string.Join(", ", EtiquetteNames.Overlaps)}. [mix]",
        HelpName = "NAME",
    };
    private readonly Option<string> _expiresAfter = new("--expires-after")
    {
        Description = "Skip it if it has not started by then (1ms to 24h). [never]",
        HelpName = "TIME",
    };
    private readonly Option<bool> _resumeInterrupted = new("--resume-interrupted")
    {
        Description = "With --overlap replace: resume the replaced sound afterwards.",
    };
    private readonly Option<string> _jitter = new("--jitter")
    {
        Description = "Protection against late sound: auto, none, or a buffer in milliseconds. [auto]",
        HelpName = "WORD",
    };
    private readonly Option<string> _maxLatency = new("--max-latency")
    {
        Description = "Buffer at most so many milliseconds of live sound, skip the rest (50 to 30000). [no limit]",
        HelpName = "NUMBER",
    };
    private readonly Option<string> _rate = new("--rate")
    {
        Description = "Sample rate of raw samples.",
        HelpName = "HERTZ",
    };
    private readonly Option<string> _channels = new("--channels")
    {
        Description = "Channels of raw samples: 1 to 8; 6 is 5.1 and 8 is 7.1. [1]",
        HelpName = "NUMBER",
    };
    private readonly Option<string> _encoding = new("--encoding")
    {
        Description = $"Encoding of raw samples: {string.Join(", ", SampleEncodingNames.All)}. [pcm_s16le]",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_files);
        foreach (
            Option option in (ReadOnlySpan<Option>)
                [
                    _together,
                    _volume,
                    _effects,
                    _priority,
                    _channel,
                    _overlap,
                    _expiresAfter,
                    _resumeInterrupted,
                    _jitter,
                    _maxLatency,
                    _rate,
                    _channels,
                    _encoding,
                ]
        )
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="OptionException">A value is invalid or missing.</exception>
    public PlayRequest Read(ParseResult parsed)
    {
        string[] files = parsed.GetValue(_files) ?? [];
        if (files.Count(file => file == PlaySource.StandardInput) > 1)
            throw new OptionException("'-' is given more than once; standard input can be played only once.");
        double volume = Value(parsed, _volume, text => SettingText.Number(text, 0, AudioSession.MaxVolume)) ?? 1;
        return new PlayRequest(
            files,
            parsed.GetValue(_together),
            volume,
            EffectsOf(parsed),
            EtiquetteOf(parsed),
            Value(parsed, _jitter, JitterOf) ?? SessionJitter.Auto,
            Value(parsed, _maxLatency, LatencyOf),
            RawFormat(parsed)
        );
    }

    private string? EffectsOf(ParseResult parsed)
    {
        if (parsed.GetValue(_effects) is not { } text)
            return null;
        if (text.Length > V4StartSession.MaxEffectsLength)
        {
            throw new OptionException(
                $"{_effects.Name} must have at most {V4StartSession.MaxEffectsLength} characters; it has {text.Length}"
            );
        }

        try
        {
            EffectChain.Parse(text);
            return text;
        }
        catch (EffectException e)
        {
            throw new OptionException($"{_effects.Name}: {e.Message}", e);
        }
    }

    private SessionEtiquette EtiquetteOf(ParseResult parsed)
    {
        var etiquette = new SessionEtiquette
        {
            Priority = Value(parsed, _priority, EtiquetteText.Priority) ?? SessionEtiquette.Default.Priority,
            Channel = parsed.GetValue(_channel),
            Overlap = Value(parsed, _overlap, EtiquetteText.Overlap) ?? SessionEtiquette.Default.Overlap,
            ExpiresAfter = Value(parsed, _expiresAfter, text =>
                SettingText.Time(text, "s", TimeSpan.FromMilliseconds(1), SessionEtiquette.MaxExpiry)
            ),
            ResumeInterrupted = parsed.GetValue(_resumeInterrupted),
        };
        return etiquette.Refusal() is { } refusal
            ? throw new OptionException($"These options are not valid together: {refusal}.")
            : etiquette;
    }

    private AudioFormat? RawFormat(ParseResult parsed)
    {
        int? rate = Value(parsed, _rate, text =>
            SettingText.Integer(text, AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate)
        );
        int? channels = Value(parsed, _channels, ChannelsOf);
        SampleEncoding? encoding = Value(parsed, _encoding, EncodingOf);
        if (rate is { } hertz)
            return new AudioFormat(encoding ?? SampleEncoding.PcmS16Le, hertz, channels ?? 1);
        if (channels is null && encoding is null)
            return null;
        throw new OptionException(
            "--rate is missing: raw samples need it (--rate 24000 --channels 1 --encoding pcm_s16le). "
                + "WAV, MP3, FLAC and Ogg files need none of these options."
        );
    }

    private static SessionJitter JitterOf(string text) =>
        SessionJitter.TryParse(text, out SessionJitter jitter)
            ? jitter
            : throw new FormatException($"must be {SessionJitter.Rule}; got '{text}'");

    private static TimeSpan LatencyOf(string text) =>
        SessionLatency.TryParse(text, out TimeSpan latency)
            ? latency
            : throw new FormatException($"must be {SessionLatency.Rule}; got '{text}'");

    private static int ChannelsOf(string text) =>
        text is [>= '1' and <= '8' and var digit]
            ? digit - '0'
            : throw new FormatException($"must be 1 to {AudioFormat.MaxChannels}; got '{text}'");

    private static SampleEncoding EncodingOf(string text) =>
        SampleEncodingNames.TryParse(text, out SampleEncoding encoding)
            ? encoding
            : throw new FormatException($"must be one of {string.Join(", ", SampleEncodingNames.All)}; got '{text}'");

    private static T? Value<T>(ParseResult parsed, Option<string> option, Func<string, T> read)
        where T : struct
    {
        try
        {
            return parsed.GetValue(option) is { } text ? read(text) : null;
        }
        catch (FormatException e)
        {
            throw new OptionException($"{option.Name} {e.Message}", e);
        }
    }
}
