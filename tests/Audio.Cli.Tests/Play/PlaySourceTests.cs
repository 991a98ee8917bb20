using Audio.Cli.Play;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Signals;

namespace Audio.Cli.Tests.Play;

/// <summary>Reading from files, and from pipes that deliver pieces of any size.</summary>
public sealed class PlaySourceTests : IDisposable
{
    private static readonly short[] Sound = Pcm.ToInt16(Signal.Noise(40_000, seed: 7));
    private static readonly AudioFormat Raw = new(SampleEncoding.PcmS16Be, 8_000, 2);

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_WAV_file_says_its_format_and_its_length_and_gives_its_samples_alone()
    {
        var wave = WaveFile.FromInt16(Sound, 16_000, 2);
        await File.WriteAllBytesAsync(
            _folder.File("a.wav"),
            [.. wave.Header(wave.Data.Length), .. wave.Data, .. "LIST\0\0\0\0"u8],
            Cancellation
        );

        await using PlaySource source = await PlaySource.OpenAsync(_folder.File("a.wav"), Raw, NoInput, Cancellation);

        source
            .Format.Should()
            .Be(AudioFormat.Pcm16(16_000, 2), "a header is stronger than what was said for files without one");
        source.Length.Should().Be(TimeSpan.FromSeconds(1.25));
        (await AllAsync(source)).Should().Equal(wave.Data);
    }

    [Fact]
    public async Task A_folder_is_said_to_be_one() =>
        (
            await FluentActions
                .Awaiting(() => PlaySource.OpenAsync(_folder.Path, Raw, NoInput, Cancellation))
                .Should()
                .ThrowAsync<UnplayableException>()
        ).WithMessage("is a folder. Give the files in it (*.wav).");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(70_000)]
    public async Task A_pipe_is_read_as_it_comes(int piece)
    {
        var wave = WaveFile.FromInt16(Sound, 16_000, 1);
        byte[] bytes = [.. wave.Header(uint.MaxValue), .. wave.Data];

        await using PlaySource source = await PlaySource.OpenAsync(
            "-",
            null,
            () => new Pipe(bytes, piece),
            Cancellation
        );

        source.Format.Should().Be(AudioFormat.Pcm16(16_000, 1));
        source.Length.Should().BeNull();
        (await AllAsync(source)).Should().Equal(wave.Data);
    }

    [Theory]
    [InlineData("RIF", 1)]
    [InlineData("RIFE and more", 1)]
    [InlineData("R", 16)]
    [InlineData("no header at all", 5)]
    public async Task Without_a_header_every_byte_is_a_sample(string text, int piece)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);

        await using PlaySource source = await PlaySource.OpenAsync(
            "-",
            Raw,
            () => new Pipe(bytes, piece),
            Cancellation
        );

        source.Format.Should().Be(Raw);
        (await AllAsync(source)).Should().Equal(bytes);
    }

    [Theory]
    [InlineData("", "is empty.")]
    [InlineData("RIF", "ends inside its WAV header.")]
    [InlineData("RIFF\0\0\0\0WAVE", "ends inside its WAV header.")]
    [InlineData(
        "ID3",
        "is not a WAV file: it does not begin with RIFF. "
            + "Convert it (ffmpeg -v error -i FILE -f wav - | audiod play -), "
            + "or give the format of its samples (--rate 24000 --channels 1 --encoding pcm_s16le)."
    )]
    public async Task What_is_no_sound_is_said(string text, string message)
    {
        Func<Task> open = () =>
            PlaySource.OpenAsync("-", null, () => new Pipe(System.Text.Encoding.ASCII.GetBytes(text), 4), Cancellation);

        (await open.Should().ThrowAsync<UnplayableException>()).Which.Message.Should().Be(message);
    }

    [Fact]
    public async Task A_shape_that_is_not_played_is_said()
    {
        byte[] bytes = WaveFile.FromInt16(Sound, 16_000, 9).Header(uint.MaxValue);

        Func<Task> open = () => PlaySource.OpenAsync("-", null, () => new Pipe(bytes, 64), Cancellation);

        await open.Should().ThrowAsync<Exception>().WithMessage("*channels*");
    }

    [Fact]
    public async Task Waiting_for_a_silent_pipe_can_be_given_up()
    {
        using var cancel = new CancellationTokenSource();
        var pipe = new System.IO.Pipelines.Pipe();
        Task<PlaySource> opening = PlaySource.OpenAsync("-", null, () => pipe.Reader.AsStream(), cancel.Token);

        await cancel.CancelAsync();

        await ((Func<Task>)(() => opening)).Should().ThrowAsync<OperationCanceledException>();
    }

    private static Stream NoInput() => throw new InvalidOperationException("Standard input is not asked for.");

    private static async Task<byte[]> AllAsync(PlaySource source)
    {
        var all = new List<byte>();
        await foreach (ReadOnlyMemory<byte> piece in source.ReadAllAsync(Cancellation))
            all.AddRange(piece.Span);
        return [.. all];
    }

    /// <summary>Delivers a few bytes at a time and cannot seek.</summary>
    private sealed class Pipe(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
