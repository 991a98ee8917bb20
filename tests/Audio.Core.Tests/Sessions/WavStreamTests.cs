using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Sessions;

/// <summary>Sessions whose stream may begin with a WAV header.</summary>
public sealed class WavStreamTests
{
    private readonly TestEngine _test = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(44)]
    [InlineData(45)]
    [InlineData(10_000)]
    public async Task A_header_cut_anywhere_is_taken_off_and_its_format_counts(int chunk)
    {
        byte[] file = [.. Header(channels: 2, dataBytes: 960), .. Pcm(Ramp(480))];
        SessionResult result = await PlayAsync(file, chunk);
        result.Reason.Should().Be(SessionEndReason.Completed);
        result.Statistics.BytesReceived.Should().Be(file.Length);
        result.Statistics.FramesPlayed.Should().Be(240);
        _test.Output.Rendered.Should().Equal(Enumerable.Range(1, 480).Select(i => i / 32768f));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task NoHeader_is_sound_from_the_first_byte(int chunk)
    {
        SessionResult result = await PlayAsync(Pcm(Ramp(240)), chunk);
        result.Statistics.FramesPlayed.Should().Be(240);
        _test
            .Output.Rendered.Should()
            .Equal(Enumerable.Range(1, 240).SelectMany(i => new[] { i / 32768f, i / 32768f }));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0xFFFF_FFFFu)]
    public async Task A_streamed_header_plays_to_the_end_of_the_stream(uint size)
    {
        byte[] file = [.. Header(channels: 1, dataBytes: size), .. Pcm(Ramp(240))];
        (await PlayAsync(file, 50)).Statistics.FramesPlayed.Should().Be(240);
    }

    [Fact]
    public async Task Bytes_behind_the_data_are_no_sound()
    {
        byte[] file = [.. Header(channels: 1, dataBytes: 480), .. Pcm(Ramp(240)), .. "LIST\u0004\0\0\0abcd"u8];
        SessionResult result = await PlayAsync(file, 100);
        result.Statistics.FramesPlayed.Should().Be(240);
        result.Statistics.BytesIgnored.Should().Be(12);
    }

    [Fact]
    public async Task A_header_of_what_cannot_be_played_fails_its_own_session_with_a_message()
    {
        byte[] header = Header(channels: 1, dataBytes: 480);
        header[22] = 9; // channels
        SessionResult result = await PlayAsync(header, 44);
        result.Reason.Should().Be(SessionEndReason.Failed);
        result.Error.Should().Contain("A WAV file of 9 channels is not played");
        _test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task A_stream_that_ends_inside_its_header_fails()
    {
        SessionResult result = await PlayAsync(Header(channels: 1, dataBytes: 480)[..20], 20);
        result.Reason.Should().Be(SessionEndReason.Failed);
        result.Error.Should().Be("The stream ended inside its WAV header.");
    }

    private static byte[] Header(int channels, uint dataBytes)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(dataBytes + 36);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)channels);
        writer.Write(48_000);
        writer.Write(48_000 * 2 * channels);
        writer.Write((short)(2 * channels));
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(dataBytes);
        return stream.ToArray();
    }

    private async Task<SessionResult> PlayAsync(byte[] file, int chunk)
    {
        AudioSession session = _test.Engine.OpenSession(
            new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1), Container = AudioContainer.Auto }
        );
        for (int i = 0; i < file.Length; i += chunk)
            await session.WriteAsync(file.AsMemory(i, Math.Min(chunk, file.Length - i)));
        session.Complete();
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        return await session.Completion;
    }
}
