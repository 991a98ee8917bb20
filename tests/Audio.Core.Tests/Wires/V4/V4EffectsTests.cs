using Audio.Core.Effects;
using Audio.Protocol;
using Audio.Protocol.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>Effects that a version 4 client asks for: in virtual time.</summary>
public sealed class V4EffectsTests
{
    private const int Rate = 48_000;
    private static readonly byte[] Tone = TestEngine.Pcm([
        .. Enumerable.Range(0, Rate).Select(i => (short)(8_000 * Math.Sin(i * 0.05 + 1))),
    ]);

    [Theory]
    [InlineData("speed:2", 24_000)]
    [InlineData("speed:0.5", 96_000)]
    [InlineData("", 48_000)]
    public async Task At_another_speed_the_mix_has_other_frames_and_the_client_is_told_of_those_that_it_sent(
        string effects,
        int frames
    )
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await StartAsync(client, "s", effects);
        await client.AskAsync<V4MarkSet>(
            new V4Mark
            {
                SessionId = "s",
                Offset = Rate,
                Name = "half",
            }
        );
        await client.SendAsync(started.Handle, 0, Tone, end: true);
        await rig.UntilStreamEndsAsync("s");
        rig.PlayOut();

        var said = new List<V4ServerMessage?>();
        do said.Add(await client.NextAsync());
        while (said[^1] is not (null or V4SessionEnded));
        said.OfType<V4MarkHeard>().Should().ContainSingle().Which.Offset.Should().Be(Rate);
        V4SessionEnded ended = said[^1].Should().BeOfType<V4SessionEnded>().Subject;
        (ended.Reason, ended.FramesPlayed, ended.FramesReceived, ended.Underruns)
            .Should()
            .Be(("completed", Rate, Rate, 0));
        short[] heard = [.. rig.Heard()];
        (Array.FindLastIndex(heard, s => s != 0) + 1 - Array.FindIndex(heard, s => s != 0))
            .Should()
            .BeCloseTo(frames, 2);
    }

    [Theory]
    [InlineData(null, 0.5)]
    [InlineData("", 1)]
    [InlineData("gain:-12", 0.25)]
    public async Task What_is_left_out_is_the_daemons_default_and_an_empty_chain_is_none(string? effects, double gain)
    {
        var rig = new V4Rig(configure: options => options.SessionEffects = EffectChain.Parse("gain:-6"));
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await StartAsync(client, "s", effects);
        await client.SendAsync(
            started.Handle,
            0,
            TestEngine.Pcm([.. Enumerable.Repeat((short)16_384, 480)]),
            end: true
        );
        await rig.UntilStreamEndsAsync("s");
        rig.PlayOut();

        ((double)rig.Heard().First(s => s != 0) / 16_384).Should().BeApproximately(gain, 0.01);
    }

    [Theory]
    [InlineData("echo:1", "Invalid field: effects; Unknown effect: echo; known are *")]
    [InlineData("speed:9", "Invalid field: effects; speed: 9 is out of range; *")]
    [InlineData("speed", "Invalid field: effects; speed needs its *")]
    [InlineData(
        "highpass:20000",
        "Invalid field: effects; highpass: 20000 Hz is too high for sound of 8000 Hz; it must lie below 3920 Hz."
    )]
    public async Task A_chain_that_cannot_be_is_refused_and_disturbs_nobody(string effects, string error)
    {
        var rig = new V4Rig(configure: options => options.Sink = options.Sink with { SampleRate = 8_000 });
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted there = await StartAsync(client, "there", "gain:0");

        V4Error refused = await client.AskAsync<V4Error>(Start("s", effects) with { RequestId = "r" });
        (refused.Code, refused.RequestId, refused.Retryable).Should().Be((V4ErrorCodes.InvalidField, "r", false));
        refused.Error.Should().Match(error);
        await StartAsync(client, "s", effects: null); // its name is free
        await client.SendAsync(there.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(480)), end: true);
        await rig.UntilStreamEndsAsync("there");
        rig.PlayOut();

        await client.ExpectAsync<V4Playing>();
        (await client.ExpectAsync<V4SessionEnded>())
            .Should()
            .BeEquivalentTo(
                new
                {
                    SessionId = "there",
                    Reason = "completed",
                    FramesReceived = 480L,
                    FramesPlayed = 480L,
                }
            );
    }

    [Fact]
    public async Task A_chain_that_needs_too_much_memory_is_refused()
    {
        V4RawClient client = await new V4Rig().ConnectAsync();
        string chain = string.Join(',', Enumerable.Repeat("loudness:-18:10000:2000", 16));
        V4Error refused = await client.AskAsync<V4Error>(Start("s", chain));
        (refused.Code, refused.Retryable).Should().Be((V4ErrorCodes.InvalidField, false));
        refused
            .Error.Should()
            .Match("Invalid field: effects; A chain needs at most 8.0 MiB of memory; *Lower its LOOK_AHEAD_MS, *");
        await StartAsync(client, "s", effects: null); // its name is free
    }

    private static V4StartSession Start(string id, string? effects) =>
        new()
        {
            AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(Rate, 1)),
            SessionId = id,
            Effects = effects,
        };

    private static Task<V4SessionStarted> StartAsync(V4RawClient client, string id, string? effects) =>
        client.AskAsync<V4SessionStarted>(Start(id, effects));
}
