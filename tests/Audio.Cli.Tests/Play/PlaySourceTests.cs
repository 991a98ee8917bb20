using Audio.Cli.Play;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

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
    public async Task A_WAV_file_says_its_length_and_is_given_whole()
    {
        var wave = WaveFile.FromInt16(Sound, 16_000, 2);
        byte[] bytes = [.. wave.Header(wave.Data.Length), .. wave.Data, .. "LIST\0\0\0\0"u8];
        await File.WriteAllBytesAsync(_folder.File("a.wav"), bytes, Cancellation);

        await using PlaySource source = await PlaySource.OpenAsync(_folder.File("a.wav"), Raw, NoInput, Cancellation);

        (await source.DescribeAsync())
            .Should()
            .Be(
                new SoundDescription(null, TimeSpan.FromSeconds(1.25)),
                "a header is stronger than what was said of raw samples"
            );
        (await AllAsync(source)).Should().Equal(bytes);
    }

    [Fact]
    public async Task A_WAV_file_of_a_producer_that_did_not_know_its_length_is_as_long_as_the_file()
    {
        var wave = WaveFile.FromInt16(Sound, 16_000, 2);
        await File.WriteAllBytesAsync(
            _folder.File("a.wav"),
            [.. wave.Header(uint.MaxValue), .. wave.Data],
            Cancellation
        );

        await using PlaySource source = await PlaySource.OpenAsync(_folder.File("a.wav"), null, NoInput, Cancellation);

        (await source.DescribeAsync())
            .Length.Should()
            .BeCloseTo(TimeSpan.FromSeconds(1.25), TimeSpan.FromMilliseconds(2));
    }

    [Theory]
    [InlineData("a.mp3")]
    [InlineData("a.flac")]
    [InlineData("a.opus")]
    [InlineData("a.ogg")]
    public async Task A_file_says_its_title_and_its_length(string name)
    {
        string file = _folder.File(name);
        await ExternalTool.RunAsync(
            "ffmpeg",
            $"-v error -f lavfi -i sine=d=1.5:r=48000 -metadata title=Word -metadata artist=Voice {file}".Split(' ')
        );

        await using PlaySource source = await PlaySource.OpenAsync(file, null, NoInput, Cancellation);

        (string? title, TimeSpan? length) = await source.DescribeAsync();
        title.Should().Be("Voice: Word");
        length.Should().BeCloseTo(TimeSpan.FromSeconds(1.5), TimeSpan.FromMilliseconds(10));
        (await AllAsync(source)).Should().Equal(await File.ReadAllBytesAsync(file, Cancellation));
    }

    [Fact]
    public async Task Raw_samples_are_as_long_as_was_said_of_them()
    {
        await File.WriteAllBytesAsync(_folder.File("a.raw"), new byte[48_000], Cancellation);

        await using PlaySource source = await PlaySource.OpenAsync(_folder.File("a.raw"), Raw, NoInput, Cancellation);
        await using PlaySource other = await PlaySource.OpenAsync(_folder.File("a.raw"), null, NoInput, Cancellation);

        (await source.DescribeAsync()).Length.Should().Be(TimeSpan.FromSeconds(1.5));
        (await other.DescribeAsync()).Length.Should().BeNull();
    }

    /// <summary>The second handle, which describes it, blocks until all of the sound was given.</summary>
    [Fact]
    public async Task The_sound_does_not_wait_until_the_file_is_described()
    {
        byte[] bytes = WaveFile.FromInt16(Sound, 16_000, 2).ToBytes();
        using var gate = new ManualResetEventSlim();
        int opened = 0;
        await using PlaySource source = await PlaySource.OpenAsync("a.wav", null, NoInput, Cancellation, _ =>
            ++opened == 1 ? new MemoryStream(bytes) : new Gated(bytes, gate, Cancellation)
        );
        opened.Should().Be(1, "opening it describes nothing");

        Task<SoundDescription> describing = source.DescribeAsync();
        (await AllAsync(source)).Should().Equal(bytes);
        describing.IsCompleted.Should().BeFalse();
        gate.Set();

        (await describing).Length.Should().Be(TimeSpan.FromSeconds(1.25));
        opened.Should().Be(2);
    }

    [Fact]
    public async Task A_file_that_is_gone_by_then_says_nothing()
    {
        string file = _folder.File("a.wav");
        WaveFile.FromInt16(Sound, 16_000, 2).Write(file);
        await using PlaySource source = await PlaySource.OpenAsync(file, null, NoInput, Cancellation);
        File.Delete(file);

        (await source.DescribeAsync()).Should().Be(SoundDescription.None);
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
    public async Task A_pipe_is_given_byte_for_byte(int piece)
    {
        var wave = WaveFile.FromInt16(Sound, 16_000, 1);
        byte[] bytes = [.. wave.Header(uint.MaxValue), .. wave.Data];

        await using PlaySource source = await PlaySource.OpenAsync(
            "-",
            null,
            () => new Pipe(bytes, piece),
            Cancellation
        );

        (await source.DescribeAsync()).Should().Be(SoundDescription.None);
        (await AllAsync(source)).Should().Equal(bytes);
    }

    [Fact]
    public async Task What_is_empty_is_said()
    {
        Func<Task> open = () => PlaySource.OpenAsync("-", null, () => new Pipe([], 4), Cancellation);

        (await open.Should().ThrowAsync<UnplayableException>()).Which.Message.Should().Be("is empty.");
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

    /// <summary>Gives nothing until the gate is open.</summary>
    private sealed class Gated(byte[] bytes, ManualResetEventSlim gate, CancellationToken cancellation)
        : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            gate.Wait(cancellation);
            return base.Read(buffer, offset, count);
        }

        public override int Read(Span<byte> buffer)
        {
            gate.Wait(cancellation);
            return base.Read(buffer);
        }
    }
}
