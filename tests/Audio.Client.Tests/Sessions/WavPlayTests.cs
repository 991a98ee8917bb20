using System.Buffers.Binary;
using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Sessions;

public sealed class WavPlayTests
{
    [Fact]
    public async Task The_samples_are_sent_in_the_headers_format_and_what_stands_behind_them_is_not()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        byte[] samples = Waiting.Bytes(200_000);

        Task<PlaybackResult> playing = rig.Client.PlayAsync(new MemoryStream([.. Header(samples.Length), .. samples, .. "LIST and so on"u8]), new AudioSessionOptions { SessionId = "s" });
        V4StartSession start = await rig.Connection.StartAsync();
        byte[] sent = await rig.Connection.ExpectBytesAsync(0, 200_000);
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
        await rig.Connection.SayEndedAsync("s", frames: 50_000);

        start.AudioFormat.Should().Be(new V4AudioFormat("pcm", 44_100, 2, "pcm_s16le"));
        sent.Should().Equal(samples);
        (await playing.Within()).FramesPlayed.Should().Be(50_000);
    }

    [Fact]
    public async Task What_is_no_WAV_starts_nothing()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();

        (await FluentActions.Awaiting(() => rig.Client.PlayAsync(new MemoryStream("OggS and so on"u8.ToArray()))).Should().ThrowAsync<ProtocolException>())
            .WithMessage("*does not begin with RIFF*");
        await FluentActions.Awaiting(() => rig.Client.PlayAsync(new MemoryStream(Header(10)[..30]))).Should().ThrowAsync<ProtocolException>();

        Task<TimeSpan> ping = rig.Client.PingAsync();
        V4Ping next = await rig.Connection.ExpectAsync<V4Ping>(); // nothing came before it
        await rig.Connection.SayAsync(new V4Pong(0) { RequestId = next.RequestId });
        await ping.Within();
    }

    /// <summary>44,100 Hz, stereo, 16 bits.</summary>
    private static byte[] Header(int dataBytes)
    {
        byte[] header = new byte[44];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), 36 + dataBytes);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        header[16] = 16;
        header[20] = 1;
        header[22] = 2;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), 44_100);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), 176_400);
        header[32] = 4;
        header[34] = 16;
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), dataBytes);
        return header;
    }
}
