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

        Task<PlaybackResult> playing = rig.Client.PlayAsync(
            new MemoryStream([.. Header(samples.Length), .. samples, .. "LIST and so on"u8]),
            new AudioSessionOptions { SessionId = "s" }
        );
        V4StartSession start = await rig.Connection.StartAsync();
        byte[] sent = await rig.Connection.ExpectBytesAsync(0, 200_000);
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
        await rig.Connection.SayEndedAsync("s", frames: 50_000);

        start.AudioFormat.Should().Be(new V4AudioFormat("pcm", 44_100, 2, "pcm_s16le"));
        sent.Should().Equal(samples);
        (await playing.Within()).FramesPlayed.Should().Be(50_000);
    }

    [Fact]
    public async Task A_file_is_played_from_its_header_to_its_last_sample()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string path = Path.Combine(folder.FullName, "a b.wav");
            byte[] samples = Waiting.Bytes(100_000);
            await File.WriteAllBytesAsync(path, [.. Header(samples.Length), .. samples]);

            Task<PlaybackResult> playing = rig.Client.PlayFileAsync(path, new AudioSessionOptions { SessionId = "s" });
            V4StartSession start = await rig.Connection.StartAsync();
            byte[] sent = await rig.Connection.ExpectBytesAsync(0, samples.Length);
            (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
            await rig.Connection.SayEndedAsync("s", frames: 25_000);

            start.AudioFormat.Should().Be(new V4AudioFormat("pcm", 44_100, 2, "pcm_s16le"));
            sent.Should().Equal(samples);
            (await playing.Within()).FramesPlayed.Should().Be(25_000);
            File.Delete(path); // and nobody holds it
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_played_is_named()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string text = Path.Combine(folder.FullName, "notes.txt");
            await File.WriteAllTextAsync(text, "Milk, bread");

            await FluentActions
                .Awaiting(() => rig.Client.PlayFileAsync(Path.Combine(folder.FullName, "none.wav")))
                .Should()
                .ThrowAsync<FileNotFoundException>()
                .WithMessage("*none.wav*");
            await FluentActions
                .Awaiting(() => rig.Client.PlayFileAsync(folder.FullName))
                .Should()
                .ThrowAsync<IOException>()
                .WithMessage("*is a folder*");
            await FluentActions
                .Awaiting(() => rig.Client.PlayFileAsync(text))
                .Should()
                .ThrowAsync<ProtocolException>()
                .WithMessage("*notes.txt*does not begin with RIFF*");
            await FluentActions.Awaiting(() => rig.Client.PlayFileAsync("")).Should().ThrowAsync<ArgumentException>();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_file_in_memory_is_played_too()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        byte[] samples = Waiting.Bytes(1_000);

        Task<PlaybackResult> playing = rig.Client.PlayAsync(
            (byte[])[.. Header(samples.Length), .. samples, .. "LIST and so on"u8],
            new AudioSessionOptions { SessionId = "s" }
        );
        V4StartSession start = await rig.Connection.StartAsync();
        byte[] sent = await rig.Connection.ExpectBytesAsync(0, samples.Length);
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
        await rig.Connection.SayEndedAsync("s", frames: 250);

        start.AudioFormat.Should().Be(new V4AudioFormat("pcm", 44_100, 2, "pcm_s16le"));
        sent.Should().Equal(samples);
        (await playing.Within()).FramesPlayed.Should().Be(250);
        await FluentActions
            .Awaiting(() => rig.Client.PlayAsync("OggS"u8.ToArray()))
            .Should()
            .ThrowAsync<ProtocolException>()
            .WithMessage("*does not begin with RIFF*");
        await FluentActions
            .Awaiting(() => rig.Client.PlayAsync(Header(10).AsMemory(0, 30)))
            .Should()
            .ThrowAsync<ProtocolException>()
            .WithMessage("*ends inside its header*");
    }

    [Fact]
    public async Task A_file_that_was_cut_is_played_as_far_as_it_goes()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();

        Task<PlaybackResult> playing = rig.Client.PlayAsync(
            (byte[])[.. Header(1_000), .. Waiting.Bytes(400)],
            new AudioSessionOptions { SessionId = "s" }
        );
        await rig.Connection.StartAsync();

        (await rig.Connection.ExpectBytesAsync(0, 400)).Should().Equal(Waiting.Bytes(400));
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
        await rig.Connection.SayEndedAsync("s");
        await playing.Within();
    }

    [Fact]
    public async Task Samples_in_memory_are_played_in_the_format_beside_them()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        byte[] samples = Waiting.Bytes(1_000);

        Task<PlaybackResult> playing = rig.Client.PlayAsync(
            AudioFormat.Pcm16(16_000),
            samples,
            new AudioSessionOptions { SessionId = "s" }
        );
        V4StartSession start = await rig.Connection.StartAsync();
        byte[] sent = await rig.Connection.ExpectBytesAsync(0, samples.Length);
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
        await rig.Connection.SayEndedAsync("s", frames: 500);

        start.AudioFormat.Should().Be(new V4AudioFormat("pcm", 16_000, 1, "pcm_s16le"));
        sent.Should().Equal(samples);
        (await playing.Within()).FramesPlayed.Should().Be(500);
    }

    [Fact]
    public async Task What_is_no_WAV_starts_nothing()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();

        (
            await FluentActions
                .Awaiting(() => rig.Client.PlayAsync(new MemoryStream("OggS and so on"u8.ToArray())))
                .Should()
                .ThrowAsync<ProtocolException>()
        ).WithMessage("*does not begin with RIFF*");
        await FluentActions
            .Awaiting(() => rig.Client.PlayAsync(new MemoryStream(Header(10)[..30])))
            .Should()
            .ThrowAsync<ProtocolException>();

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
