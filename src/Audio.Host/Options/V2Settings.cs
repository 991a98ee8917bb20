using Audio.Core.Wires.V2;
using Audio.Protocol;
using Audio.Protocol.V3;
using static Audio.Host.Options.SettingText;

namespace Audio.Host.Options;

/// <summary>
/// The settings of version 2, in the order of the documentation. Their short names are the options of the daemon that
/// this one replaces.
/// </summary>
internal static class V2Settings
{
    /// <summary>The rate, which has no short name: <c>--sample-rate</c> is the rate of the mix.</summary>
    private const string Rate = "V2SampleRate";

    public static IReadOnlyList<Setting> All { get; } =
    [
        new(
            "V2Stop",
            "--v2-stop",
            "all|own",
            "all",
            "Whose sound stop and play of a version 2 client silence.",
            (o, text) => o with { V2Stop = Stop(text) }
        ),
        new(
            "V2Format",
            "--v2-format",
            "NAME",
            "pcm",
            "Sound of version 2: pcm or wav for samples, else the name of a format that has a header.",
            (o, text) => Format(o, format => format with { Format = Name(text) }),
            Alias: "--format"
        ),
        new(Rate, "--v2-sample-rate", "HERTZ", "24000", "Rate of the samples of version 2 (1 to 768000).", (o, text) =>
            Format(o, format =>
                format with
                {
                    SampleRate = Integer(text, AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate),
                }
            )
        ),
        new(
            "V2Channels",
            "--v2-channels",
            "NUMBER",
            "1",
            "Channels of the samples of version 2 (1 to 8).",
            (o, text) => Format(o, format => format with { Channels = Integer(text, 1, AudioFormat.MaxChannels) }),
            Alias: "--channels"
        ),
        new(
            "V2BitDepth",
            "--v2-bit-depth",
            "NUMBER",
            "16",
            "Bits of the samples of version 2: 8, 16, 24, or 32 for float.",
            (o, text) => Format(o, format => format with { BitDepth = Bits(text) }),
            Alias: "--bit-depth"
        ),
    ];

    /// <summary>
    /// On the command line of the old daemon, which also says format, channels or bits, <c>--sample-rate</c> is the
    /// rate of its sound.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> WithRate(IReadOnlyDictionary<string, string> values)
    {
        bool isOld = !values.ContainsKey(Rate) && All.Any(s => s.Alias is not null && values.ContainsKey(s.Name));
        return values.Select(v => isOld && v.Key == "SampleRate" ? KeyValuePair.Create(Rate, v.Value) : v);
    }

    private static DaemonOptions Format(DaemonOptions options, Func<V3AudioFormat, V3AudioFormat> change) =>
        options with
        {
            V2Format = change(options.V2Format),
        };

    private static V2Stop Stop(string text) =>
        text.Trim().ToUpperInvariant() switch
        {
            "ALL" => V2Stop.All,
            "OWN" => V2Stop.Own,
            _ => throw new FormatException($"must be all or own; got '{text}'"),
        };

    private static string Name(string text) =>
        StreamFormatNames.All.FirstOrDefault(name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? throw new FormatException($"must be one of {string.Join(", ", StreamFormatNames.All)}; got '{text}'");

    private static int Bits(string text) =>
        BitDepths.TryGetEncoding(Integer(text, 1, 32), out _)
            ? Integer(text, 1, 32)
            : throw new FormatException($"must be 8, 16, 24 or 32; got '{text}'");
}
