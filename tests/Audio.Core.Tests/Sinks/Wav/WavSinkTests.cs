using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Audio.Core.Sinks;
using Audio.Core.Sinks.Wav;
using Audio.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sinks.Wav;

public sealed class WavSinkTests : IDisposable
{
    private const int Period = 240;
    private const int HeaderLength = 80;
    private const int FloatHeaderLength = 94;

    private readonly FakeTimeProvider _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("wav").FullName;

    private string FilePath => Path.Combine(_folder, "mix.wav");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Sixteen_bit_what_was_rendered_is_in_the_file_sample_for_sample()
    {
        const int frames = 40_000;
        Play(new SinkOptions(), frames);
        byte[] bytes = File.ReadAllBytes(FilePath);
        int rendered = (frames + Period - 1) / Period * Period;
        bytes.Length.Should().Be(HeaderLength + 4 * rendered);

        Span<short> samples = MemoryMarshal.Cast<byte, short>(bytes.AsSpan(HeaderLength));
        short[] expected = TestSource.Expected(frames).Select(sample => (short)(sample * 32_768)).ToArray();
        samples[..expected.Length].SequenceEqual(expected).Should().BeTrue();
        samples[expected.Length..]
            .ContainsAnyExcept((short)0)
            .Should()
            .BeFalse("the last period is filled up with silence");
    }

    [Fact]
    public void Float_what_was_rendered_is_in_the_file_bit_for_bit()
    {
        Play(new SinkOptions { WavEncoding = SampleEncoding.Float32Le }, 10 * Period);
        byte[] bytes = File.ReadAllBytes(FilePath);
        MemoryMarshal
            .Cast<byte, float>(bytes.AsSpan(FloatHeaderLength))
            .SequenceEqual(TestSource.Expected(10 * Period))
            .Should()
            .BeTrue();
        Describe(bytes)
            .Should()
            .Be(new Header("RIFF", 3, 2, 48_000, 32, bytes.Length - 8, bytes.Length - FloatHeaderLength));
    }

    [Theory]
    [InlineData(1f, 32_767)]
    [InlineData(-1f, -32_768)]
    [InlineData(2f, 32_767)]
    [InlineData(-2f, -32_768)]
    [InlineData(1.00001f, 32_767)]
    [InlineData(1f / 32_768, 1)]
    [InlineData(float.NaN, 0)]
    public void Sixteen_bit_value_on_the_grid_is_exact_and_beyond_it_is_clamped(float value, short expected)
    {
        using var stream = new MemoryStream();
        using var file = new WavFile(stream, AudioFormat.Pcm16(48_000, 2));
        file.Append([value, value]);
        BinaryPrimitives.ReadInt16LittleEndian(stream.ToArray().AsSpan(HeaderLength)).Should().Be(expected);
    }

    [Fact]
    public void Silence_is_not_in_the_file()
    {
        var source = new TestSource(Period);
        using (WavSink sink = Start(source, new SinkOptions()))
        {
            sink.Wake();
            _time.Advance(TimeSpan.FromMinutes(5));
            source.Add(Period);
            sink.Wake();
        }

        Span<short> samples = MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(FilePath).AsSpan(HeaderLength));
        samples
            .SequenceEqual(TestSource.Expected(2 * Period).Select(sample => (short)(sample * 32_768)).ToArray())
            .Should()
            .BeTrue();
    }

    [Fact]
    public void Header_while_playing_is_at_most_a_second_behind_and_right_when_idle()
    {
        using WavSink sink = Start(new TestSource(480_000), new SinkOptions());
        Describe(ReadShared()).Should().Be(new Header("RIFF", 1, 2, 48_000, 16, HeaderLength - 8, 0));
        sink.Wake();
        for (int i = 0; i < 95; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            byte[] bytes = ReadShared();
            long said = Describe(bytes).DataBytes;
            said.Should().BeInRange(bytes.Length - HeaderLength - 192_000, bytes.Length - HeaderLength);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Describe(ReadShared())
            .Should()
            .Be(new Header("RIFF", 1, 2, 48_000, 16, HeaderLength - 8 + 480_000 * 4, 480_000 * 4));
    }

    [Theory]
    [InlineData(uint.MaxValue - HeaderLength + 8 - 4, "RIFF")]
    [InlineData(uint.MaxValue - HeaderLength + 8L, "RF64")]
    [InlineData(20L * 1024 * 1024 * 1024, "RF64")]
    public void Header_near_four_gigabytes_becomes_rf_64(long dataBytes, string expected)
    {
        dataBytes -= dataBytes % 4;
        if (expected == "RF64" && dataBytes < uint.MaxValue - HeaderLength + 8L)
            dataBytes += 4;
        byte[] bytes = new byte[HeaderLength];
        new WavFileHeader(AudioFormat.Pcm16(48_000, 2)).Write(bytes, dataBytes);
        Describe(bytes).Should().Be(new Header(expected, 1, 2, 48_000, 16, HeaderLength - 8 + dataBytes, dataBytes));
    }

    [Fact]
    public void Not_in_real_time_writes_as_fast_as_it_is_fed()
    {
        using WavSink sink = Start(new TestSource(1000 * Period), new SinkOptions { WavRealTime = false });
        sink.Wake();
        (sink.FramesRendered, sink.FramesPlayed).Should().Be((1000 * Period, 1000 * Period));
    }

    [Theory]
    [InlineData("missing/mix.wav")]
    [InlineData("")]
    public void Start_path_cannot_be_written_says_so_and_what_to_do(string name)
    {
        string path = Path.Combine(_folder, name);
        using var sink = new WavSink(new WavTarget(path), new SinkOptions(), _time);
        Action start = () => sink.Start(new TestSource(), _ => { });
        start
            .Should()
            .Throw<SinkException>()
            .Where(error => error.Fault == SinkErrorKind.Configuration && !error.IsRetryable)
            .WithMessage(
                $"{path} cannot be written (*): name a file in a folder that exists and can be written, as in "
                    + "wav:/tmp/mix.wav."
            );
    }

    [Fact]
    public void Encoding_other_than_two_is_refused()
    {
        Func<WavSink> make = () =>
            new WavSink(new WavTarget(FilePath), new SinkOptions { WavEncoding = SampleEncoding.PcmU8 }, _time);
        make.Should()
            .Throw<SinkException>()
            .WithMessage("A WAV file cannot be written as PcmU8: choose PcmS16Le or Float32Le.");
    }

    [Fact]
    public void Disk_full_in_mid_play_faults_once_and_the_file_holds_what_the_header_says()
    {
        var faults = new List<SinkException>();
        var disk = new SmallDisk(HeaderLength + 10 * Period * 4);
        var source = new TestSource(100 * Period);
        using (var sink = new WavSink("/full/mix.wav", () => disk, new SinkOptions(), _time))
        {
            sink.Start(source, faults.Add);
            sink.Wake();
            _time.Advance(TimeSpan.FromSeconds(1));
            sink.FramesRendered.Should().Be(10 * Period);
            source.Rendered.Should().Be(11, "nothing is rendered after the fault");
        }

        faults
            .Should()
            .ContainSingle()
            .Which.Should()
            .Match<SinkException>(error => error.Fault == SinkErrorKind.DeviceLost && error.IsRetryable)
            .And.Subject.As<SinkException>()
            .Message.Should()
            .Be(
                "/full/mix.wav cannot be written any more (No space left on device): make room; the file "
                    + "continues where it stopped."
            );
        Describe(disk.ToArray()).DataBytes.Should().Be(10 * Period * 4);
    }

    [Fact]
    public void Append_after_a_fault_goes_on_where_the_file_stopped()
    {
        var source = new TestSource(2 * Period);
        using (WavSink sink = Start(source, new SinkOptions()))
            sink.Wake();
        File.AppendAllBytes(FilePath, [1, 2, 3]); // a write that was cut short
        source.Add(Period);
        using (var sink = new WavSink(new WavTarget(FilePath, continues: true), new SinkOptions(), _time))
        {
            sink.Start(source, error => throw error);
            sink.Wake();
        }

        byte[] bytes = File.ReadAllBytes(FilePath);
        Describe(bytes).DataBytes.Should().Be(3 * Period * 4);
        MemoryMarshal
            .Cast<byte, short>(bytes.AsSpan(HeaderLength))
            .SequenceEqual(TestSource.Expected(3 * Period).Select(sample => (short)(sample * 32_768)).ToArray())
            .Should()
            .BeTrue();
    }

    [Fact]
    public void The_file_is_for_its_user_alone()
    {
        Play(new SinkOptions(), Period);

        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(FilePath).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_full_disk_is_not_open_again_before_it_has_room()
    {
        var disk = new SmallDisk(HeaderLength + 10 * Period * 4);
        var source = new TestSource(100 * Period);
        var faults = new List<SinkException>();
        using (var sink = new WavSink("/full/mix.wav", () => disk, new SinkOptions(), _time))
        {
            sink.Start(source, faults.Add);
            sink.Wake();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        disk = disk.With(HeaderLength + 10 * Period * 4);
        using (var again = new WavSink("/full/mix.wav", () => disk, new SinkOptions(), _time))
        {
            Action open = () => again.Start(source, faults.Add);
            open.Should().Throw<SinkException>().WithMessage("*No space left on device*");
        }

        Describe(disk.ToArray()).DataBytes.Should().Be(10 * Period * 4, "what was recorded is kept");
        disk = disk.With(int.MaxValue);
        using (var later = new WavSink("/full/mix.wav", () => disk, new SinkOptions(), _time))
        {
            later.Start(source, faults.Add);
            later.Wake();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        faults.Should().ContainSingle();
        Describe(disk.ToArray()).DataBytes.Should().Be(99 * Period * 4, "the period that found no room is lost");
    }

    private void Play(SinkOptions options, int frames)
    {
        using WavSink sink = Start(new TestSource(frames), options);
        sink.Wake();
        _time.Advance(TimeSpan.FromSeconds(2));
    }

    private WavSink Start(TestSource source, SinkOptions options)
    {
        var sink = new WavSink(new WavTarget(FilePath), options, _time);
        sink.Start(source, error => throw error);
        return sink;
    }

    private byte[] ReadShared()
    {
        using var stream = new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Walks the chunks as any reader does.</summary>
    private static Header Describe(ReadOnlySpan<byte> file)
    {
        string riff = System.Text.Encoding.ASCII.GetString(file[..4]);
        System.Text.Encoding.ASCII.GetString(file[8..12]).Should().Be("WAVE");
        long riffBytes = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        long longDataBytes = 0;
        (int Tag, int Channels, int Rate, int Bits) format = default;
        int at = 12;
        while (true)
        {
            string id = System.Text.Encoding.ASCII.GetString(file.Slice(at, 4));
            long size = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            ReadOnlySpan<byte> body = file[(at + 8)..];
            switch (id)
            {
                case "ds64":
                    riffBytes = BinaryPrimitives.ReadInt64LittleEndian(body);
                    longDataBytes = BinaryPrimitives.ReadInt64LittleEndian(body[8..]);
                    break;
                case "fmt ":
                    format = (
                        BinaryPrimitives.ReadUInt16LittleEndian(body),
                        BinaryPrimitives.ReadUInt16LittleEndian(body[2..]),
                        BinaryPrimitives.ReadInt32LittleEndian(body[4..]),
                        BinaryPrimitives.ReadUInt16LittleEndian(body[14..])
                    );
                    break;
                case "data":
                    return new Header(
                        riff,
                        format.Tag,
                        format.Channels,
                        format.Rate,
                        format.Bits,
                        riffBytes,
                        riff == "RF64" ? longDataBytes : size
                    );
            }

            at += 8 + (int)size;
        }
    }

    private sealed record Header(
        string Riff,
        int Tag,
        int Channels,
        int Rate,
        int Bits,
        long RiffBytes,
        long DataBytes
    );

    /// <summary>Takes so many bytes and then no more, as a full disk does.</summary>
    private sealed class SmallDisk(int capacity) : MemoryStream
    {
        /// <summary>The same disk with other room, after its file was closed.</summary>
        public SmallDisk With(int room)
        {
            var disk = new SmallDisk(room);
            disk.Write(ToArray());
            return disk;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Position + buffer.Length > capacity)
                throw new IOException("No space left on device");
            base.Write(buffer);
        }
    }
}
