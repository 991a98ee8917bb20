using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Pulse;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Sound.Onsets;

/// <summary>
/// A session that plays sounds now and then, like a chat or a game, recorded at the monitor of a sound server. Each
/// sound starts when it was sent, keeps its length and level, and is complete while the session is still open.
/// </summary>
[Collection(QuietMachine.Name)]
public sealed class OnsetTests
{
    /// <summary>
    /// A machine that is suspended for 5 ms is not the daemon's fault: such a round is repeated, and noted. If all
    /// rounds failed and the host reports stolen CPU time in each, the test is skipped and says so.
    /// </summary>
    private const int Tries = 6;

    private const string Socket = "onsets.sock";

    private static readonly int[] FewRates = [24_000, 48_000];
    private static readonly int[] Rates = [8_000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Whole = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// A sound that is cut off while loud fades out on its last frame
    /// (docs/adr/0010-starvation-fades-on-the-last-frame.md).
    /// </summary>
    private static readonly TimeSpan Fade = TimeSpan.FromMilliseconds(5);

    /// <summary>What is sent: the length of each sound, the silence at its end, and the pause after it.</summary>
    private static readonly Sound[] Sounds =
    [
        new(Milliseconds: 80, SilenceAtEnd: 10, PauseBehind: 100),
        new(Milliseconds: 5, SilenceAtEnd: 10, PauseBehind: 60),
        new(Milliseconds: 80, SilenceAtEnd: 0, PauseBehind: 50),
        new(Milliseconds: 70, SilenceAtEnd: 0, PauseBehind: 55),
        new(Milliseconds: 60, SilenceAtEnd: 10, PauseBehind: 0),
    ];

    /// <summary>
    /// With <c>ONSETS=all</c> in the environment PipeWire is recorded over every wire at every rate, too; it takes a
    /// minute. Without it one wire and two rates are enough there, because only the server differs.
    /// </summary>
    private static bool IsAllWanted { get; } = Environment.GetEnvironmentVariable("ONSETS") == "all";

    /// <summary>Every wire on PulseAudio, and those that are wanted on PipeWire.</summary>
    public static TheoryData<SoundServerKind, string> Wires =>
        [
            .. OpenStream.Wires.Select(wire => (SoundServerKind.PulseAudio, wire)),
            .. OpenStream
                .Wires.Where(static wire => IsAllWanted || wire == "v4")
                .Select(wire => (SoundServerKind.PipeWire, wire)),
        ];

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Sounds_begin_when_they_are_sent_and_are_whole_while_the_session_is_open(
        SoundServerKind kind,
        string wire
    )
    {
        using var folder = new TempFolder();
        await using SoundServer server = await SoundServer.StartAsync(kind);
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup
            {
                Sink = "pulse",
                Environment = server.ClientEnvironment,
                Options = ["--latency", "20ms", "--socket", folder.File(Socket)],
            }
        );
        await SpeakAsync(wire, server, daemon, folder, 48_000); // flushes what the sink had rendered ahead

        foreach (int rate in kind == SoundServerKind.PipeWire && !IsAllWanted ? FewRates : Rates)
        {
            (string? fault, string? excuse) = await StolenTime.MeasureAsync(Tries, async tries =>
            {
                Try.Note(tries);
                return Compare(await SpeakAsync(wire, server, daemon, folder, rate));
            });
            if (excuse is not null)
                Assert.Skip(excuse);
            fault.Should().BeNull($"{wire} at {rate} Hz");
        }
    }

    /// <summary>
    /// Sends each sound on schedule, and returns the send times and what the monitor had heard before the session
    /// ended.
    /// </summary>
    private static async Task<(List<TimeSpan> Sent, List<Burst> Heard)> SpeakAsync(
        string wire,
        SoundServer server,
        DaemonProcess daemon,
        TempFolder folder,
        int rate
    )
    {
        await using PulseRecording recording = await server.RecordAsync();
        await using OpenStream stream = await OpenStream.OpenAsync(wire, daemon, folder.File(Socket), rate);
        long origin = TimeProvider.System.GetTimestamp();
        var sent = new List<TimeSpan>();
        TimeSpan due = TimeSpan.Zero;
        foreach (Sound sound in Sounds)
        {
            byte[] pcm = sound.At(rate);
            TimeSpan left = due - TimeProvider.System.GetElapsedTime(origin);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, TimeProvider.System);
            sent.Add(TimeProvider.System.GetElapsedTime(origin));
            await stream.SendAsync(pcm);
            due = sent[^1] + sound.Span;
        }

        await recording.WaitForSilenceAsync(TimeSpan.FromMilliseconds(150), Limit);
        float[] heard = recording.Samples;
        await stream.AllIsHeardAsync();
        await stream.EndAsync();
        return (sent, Burst.In(Signal.Channel<float>(heard, 0)));
    }

    /// <returns>What is wrong; null if nothing is.</returns>
    private static string? Compare((List<TimeSpan> Sent, List<Burst> Heard) round)
    {
        if (round.Heard.Count != Sounds.Length)
        {
            return $"{Sounds.Length} sounds were sent, {round.Heard.Count} were heard: "
                + string.Join(", ", round.Heard);
        }

        var late = new List<TimeSpan>();
        for (int i = 0; i < Sounds.Length; i++)
        {
            late.Add(Duration(round.Heard[i].Start) - round.Sent[i]);
            TimeSpan length = Duration(round.Heard[i].Length);
            TimeSpan rest = length - TimeSpan.FromMilliseconds(Sounds[i].Milliseconds);
            if (rest < -Whole || rest > Whole + (Sounds[i].SilenceAtEnd == 0 ? Fade : TimeSpan.Zero))
                return $"sound {i} of {Sounds[i].Milliseconds} ms was heard for {length.TotalMilliseconds} ms";
            if (round.Heard[i].Peak < 0.9f * Sound.Amplitude)
                return $"sound {i} was heard at {round.Heard[i].Peak}, not at {Sound.Amplitude}";
        }

        return late.Max() - late.Min() <= Fresh
            ? null
            : $"sounds came by {string.Join(", ", late.Select(l => (l - late.Min()).TotalMilliseconds))} ms late";
    }

    private static TimeSpan Duration(int frames) => TimeSpan.FromSeconds((double)frames / SoundServer.SampleRate);

    private sealed record Sound(int Milliseconds, int SilenceAtEnd, int PauseBehind)
    {
        public const float Amplitude = 0.5f;

        public TimeSpan Span => TimeSpan.FromMilliseconds(Milliseconds + SilenceAtEnd + PauseBehind);

        /// <summary>A tone that starts at its peak.</summary>
        public byte[] At(int rate)
        {
            float[] samples = new float[(Milliseconds + SilenceAtEnd) * rate / 1_000];
            for (int n = 0; n < Milliseconds * rate / 1_000; n++)
                samples[n] = Amplitude * MathF.Cos(2 * MathF.PI * 1_000 * n / rate);
            return Pcm.Bytes(Pcm.ToInt16(samples));
        }
    }
}
