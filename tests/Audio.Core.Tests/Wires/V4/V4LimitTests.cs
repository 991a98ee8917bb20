using System.Buffers.Binary;
using Audio.Core.Effects;
using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.V4;
using Audio.Testing.Engines;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>
/// A paused session takes all bytes up to its limit at once, whatever its format and its effects, so that the other
/// sessions of the connection go on; and all of it is heard later. Virtual time, fixed seeds.
/// </summary>
public sealed class V4LimitTests
{
    private static readonly int[] Rates =
    [
        .. (int[])[1, 2, 3, 7, 10, 50, 99, 100, 101, 200, 441, 999, 1_000, 2_000, 4_000, 5_512, 7_999, 8_000, 8_001],
        .. (int[])[11_025, 12_000, 16_000, 22_050, 22_051, 24_000, 32_000, 37_800, 44_100, 47_999, 48_000, 48_001],
        .. (int[])[64_000, 88_200, 96_000, 176_400, 192_000, 352_800, 384_000, 767_999, 768_000],
    ];

    private static readonly int[] Channels = [1, 2, 3, 6, 8];

    private static readonly string[] Chains =
    [
        .. (string[])["", "gain:-6", "highpass:80", "peak:3000:4:1.2", "loudness:-18", "loudness:-23:10000:2000"],
        .. (string[])["loudness:-20:0", "loudness:-20:5000:0", "trim", "trim:-20:120", "trim:-90:10000"],
        .. (string[])["speed:0.5", "speed:0.77", "speed:1", "speed:1.25", "speed:3"],
        "gain:-6,highpass:80,peak:3000:4:1.2,loudness:-18,trim:-45:300,speed:1.25",
        "trim:-50:10000,speed:0.5,loudness:-18:10000:2000,speed:0.6",
        "speed:3,speed:0.5,speed:0.5,trim",
        "loudness:-18:5000:2000,loudness:-18:5000:2000,trim:-50:5000,trim:-50:5000",
    ];

    public static TheoryData<int> AllRates => [.. Rates];

    public static TheoryData<SampleEncoding> AllEncodings => [.. Enum.GetValues<SampleEncoding>()];

    public static TheoryData<string> AllChains => [.. Chains];

    [Fact]
    public void Every_effect_is_in_a_chain() =>
        EffectDefinition
            .All.Select(static effect => effect.Name)
            .Should()
            .BeSubsetOf(Chains.SelectMany(static chain => chain.Split(',')).Select(static e => e.Split(':')[0]));

    [Theory]
    [MemberData(nameof(AllRates))]
    public async Task At_every_rate(int rate)
    {
        var random = new Random(rate);
        foreach (string chain in (string[])["", Chains[random.Next(Chains.Length)]])
        {
            SampleEncoding encoding = Any(random, Enum.GetValues<SampleEncoding>());
            await FillAsync(new AudioFormat(encoding, rate, Any(random, Channels)), chain, random);
        }
    }

    [Theory]
    [MemberData(nameof(AllEncodings))]
    public async Task In_every_encoding(SampleEncoding encoding)
    {
        var random = new Random((int)encoding);
        foreach (int channels in Channels)
            await FillAsync(new AudioFormat(encoding, Any(random, 11_025, 8_000, 48_000), channels), "", random);
    }

    [Theory]
    [MemberData(nameof(AllChains))]
    public async Task With_every_effect(string chain)
    {
        var random = new Random(chain.Length);
        foreach (int rate in (int[])[8_000, 11_025, 48_000, 96_000])
            await FillAsync(AudioFormat.Pcm16(rate, Any(random, Channels)), chain, random);
    }

    /// <summary>The room in the buffer says nothing of the samples before the format is known.</summary>
    [Theory]
    [InlineData(1_000)]
    [InlineData(48_000)]
    public async Task Before_the_header_is_read(int rate)
    {
        byte[] header = WaveFile.FromInt16([], rate, channels: 1).Header(dataBytes: 1 << 30);
        await FillAsync(AudioFormat.Pcm16(rate), "", new Random(rate), header);
    }

    private static async Task FillAsync(AudioFormat format, string chain, Random random, byte[]? header = null)
    {
        var maxBuffered = TimeSpan.FromMilliseconds(
            format.SampleRate < 1_000 ? 5_000 : Any(random, 100, 101, 333, 1_000)
        );
        string seen = $"{format}, {chain}, {maxBuffered.TotalMilliseconds} ms";
        var rig = new V4Rig(configure: options => options.MaxBuffered = maxBuffered);
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted full = await client.AskAsync<V4SessionStarted>(
            new V4StartSession
            {
                AudioFormat = V4AudioFormat.Of(format) with { Format = header is null ? "pcm" : "wav" },
                SessionId = "full",
                Effects = chain,
            }
        );
        V4SessionStarted other = await client.StartAsync("other");
        await client.SayAsync(new V4PauseSession { SessionId = "full" });
        V4ServerMessage?[] answers = [await client.NextAsync(), await client.NextAsync()];
        answers.OfType<V4Paused>().Should().ContainSingle(seen);

        // What came in may have made room for more, so it is filled again.
        var sound = new Sound(format, random);
        byte[] sent = [];
        long limit = full.Limit;
        for (int turn = 0; turn < 4 && limit > sent.Length; turn++)
        {
            byte[] more = sound.Next((int)limit - sent.Length);
            if (sent.Length == 0)
                header?.CopyTo(more, 0);
            await SendInCutsAsync(client, full.Handle, sent.Length, more, random);
            sent = [.. sent, .. more];
            await rig.UntilReceivedAsync("full", sent.Length);
            rig.Test.Time.Advance(TimeSpan.FromMilliseconds(250));
            limit = (await client.AskAsync<V4Status>(new V4GetStatus())).Sessions.Single(Is("full")).Limit;
        }

        await client.SendAsync(other.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(480)), end: true);
        await rig.UntilStreamEndsAsync("other");
        rig.PlayOut();
        rig.Ended.Should()
            .ContainSingle(seen)
            .Which.Should()
            .BeEquivalentTo(new { SessionId = "other", Reason = SessionEndReason.Completed });
        await client.SendAsync(full.Handle, sent.Length, [], end: true);
        await client.SayAsync(new V4Ping());
        while (await client.NextAsync() is not V4Pong)
        {
            // What came before it has been done, and nothing held the connection.
        }

        int before = rig.Test.Output.Rendered.Count;
        AudioSession session = rig.Test.Engine.Sessions.Single();
        session.Resume();
        SessionResult result = await PlayAsync(rig.Test, session, seen);

        (result.Reason, result.Error).Should().Be((SessionEndReason.Completed, null), seen);
        long frames = (sent.Length - (header?.Length ?? 0)) / format.BytesPerFrame;
        result
            .Statistics.Should()
            .BeEquivalentTo(
                new
                {
                    BytesReceived = (long)sent.Length,
                    FramesReceived = frames,
                    FramesPlayed = frames,
                    Underruns = 0,
                },
                seen
            );
        float[] heard = [.. rig.Test.Output.Rendered[before..]];
        float[] expected = await WithRoomAsync(format, chain, sent, header is not null, seen);
        heard.AsSpan().SequenceEqual(expected).Should().BeTrue(seen);
        (rig.Test.Engine.BlocksRented, rig.Test.Engine.BacklogBlocksRented).Should().Be((0, 0), seen);
    }

    private static Func<V4SessionStatus, bool> Is(string id) => session => session.SessionId == id;

    private static async Task SendInCutsAsync(V4RawClient client, uint handle, int at, byte[] bytes, Random random)
    {
        int done = 0;
        while (done < bytes.Length)
        {
            int left = bytes.Length - done;
            int cut = Math.Min(left, left < 20 ? 1 : random.Next(1, Math.Min(500_000, Math.Max(2, left / 3 + 20))));
            await client.SendAsync(handle, at + done, bytes[done..(done + cut)]);
            done += cut;
        }
    }

    /// <summary>The same bytes, all of which have room.</summary>
    private static async Task<float[]> WithRoomAsync(
        AudioFormat format,
        string chain,
        byte[] bytes,
        bool isWav,
        string seen
    )
    {
        var test = new TestEngine(static options => options.MaxBuffered = TimeSpan.FromMinutes(10));
        AudioSession session = test.Engine.OpenSession(
            new SessionOptions
            {
                Format = format,
                Container = isWav ? AudioContainer.Auto : AudioContainer.Raw,
                Effects = EffectChain.Parse(chain),
            }
        );
        session.Pause();
        session.WriteAsync(bytes).IsCompletedSuccessfully.Should().BeTrue();
        session.Complete();
        session.Resume();
        await PlayAsync(test, session, seen);
        return [.. test.Output.Rendered];
    }

    private static Task<SessionResult> PlayAsync(TestEngine test, AudioSession session, string seen)
    {
        for (int i = 0; i < 20_000 && !session.Completion.IsCompleted; i++)
        {
            test.Output.Render(480);
            test.Output.FramesPlayed = test.Output.Rendered.Count / 2;
            test.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        session.Completion.IsCompleted.Should().BeTrue("{0} is played out, but it has {1}", seen, session.Statistics);
        return session.Completion;
    }

    private static T Any<T>(Random random, params T[] values) => values[random.Next(values.Length)];

    /// <summary>Noise and silence in turns, in any encoding.</summary>
    private sealed class Sound(AudioFormat format, Random random)
    {
        private byte[] _rest = [];
        private bool _silent = true;

        public byte[] Next(int bytes)
        {
            while (_rest.Length < bytes)
                _rest = [.. _rest, .. Piece()];
            byte[] next = _rest[..bytes];
            _rest = _rest[bytes..];
            return next;
        }

        private byte[] Piece()
        {
            _silent = !_silent;
            int frames = 1 + random.Next(1 + (int)(format.SampleRate * (_silent ? 0.2 : 0.6)));
            byte[] piece = new byte[frames * format.BytesPerFrame];
            switch (format.Encoding)
            {
                case SampleEncoding.Float32Le:
                    for (int i = 0; i < piece.Length && !_silent; i += 4)
                        BinaryPrimitives.WriteSingleLittleEndian(piece.AsSpan(i), random.NextSingle() - 0.5f);
                    break;
                case SampleEncoding.Float64Le:
                    for (int i = 0; i < piece.Length && !_silent; i += 8)
                        BinaryPrimitives.WriteDoubleLittleEndian(piece.AsSpan(i), random.NextDouble() - 0.5);
                    break;
                case var encoding when _silent:
                    piece
                        .AsSpan()
                        .Fill(
                            encoding switch
                            {
                                SampleEncoding.PcmU8 => 0x80,
                                SampleEncoding.ALaw => 0xD5,
                                SampleEncoding.MuLaw => 0xFF,
                                _ => 0,
                            }
                        );
                    break;
                default:
                    random.NextBytes(piece);
                    break;
            }

            return piece;
        }
    }
}
