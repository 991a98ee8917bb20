using Audio.Core.Codecs;
using Audio.Core.Codecs.Detection;
using Audio.Core.Codecs.Foreign;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Signals;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Codecs.Foreign;

/// <summary>Programs in the place of FFmpeg that hang, flood, fail and do not start.</summary>
public sealed class FfmpegProcessTests : IDisposable
{
    private static readonly byte[] Start = [0xFF, 0xF1, 0x50, 0x80, 0x01, 0xFF, 0xFC, 0x21];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_program_that_hangs_is_ended_after_ten_seconds()
    {
        using IAudioDecoder decoder = Decoder(Program("echo $$ > \"$0.pid\"; exec tail -f /dev/null"));
        Push(decoder, Start);
        await UntilAsync(() => File.Exists(_folder.File("program.pid")) && PidOf() is not null);
        int id = PidOf()!.Value;
        decoder.End([], out _).Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(9.9));
        decoder.End([], out _).Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.2));

        FluentActions
            .Invoking(() => decoder.End([], out _))
            .Should()
            .Throw<ProtocolException>()
            .WithMessage(
                "ffmpeg has done nothing with an AAC stream (ADTS) for 10 s, and was ended. Convert it, or send WAV, "
                    + "MP3, FLAC or Ogg (Opus, Vorbis, FLAC)."
            );
        await UntilAsync(() => !Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public async Task Its_input_and_output_are_held_within_limits()
    {
        byte[] header = WaveFile.FromInt16([], 48_000, channels: 2).Header(dataBytes: 1 << 30);
        await File.WriteAllBytesAsync(_folder.File("program.wav"), header, TestContext.Current.CancellationToken);
        using IAudioDecoder decoder = Decoder(Program("exec cat \"$0.wav\" /dev/zero"));
        byte[] megabyte = new byte[1 << 20];
        Start.CopyTo(megabyte, 0);
        int taken = 0;
        await UntilAsync(() =>
        {
            decoder.Decode(megabyte.AsSpan(taken), [], out int more, out _);
            taken += more;
            decoder.PendingBytes.Should().BeLessThanOrEqualTo(FfmpegProcess.MaxInput);
            return more == 0;
        });
        taken.Should().BeLessThan(1 << 19, "beside that, only the pipe holds something");
    }

    [Fact]
    public async Task A_program_that_fails_says_why()
    {
        (await ErrorAsync("echo 'first'; echo 'no \u001b[31mdecoder' >&2; exit 3"))
            .Should()
            .Be("It is an AAC stream (ADTS), but ffmpeg cannot decode it: no [31mdecoder.");
        (await ErrorAsync("exit 3"))
            .Should()
            .Be("It is an AAC stream (ADTS), but ffmpeg cannot decode it: ffmpeg ended with code 3.");
        (await ErrorAsync("cat > /dev/null"))
            .Should()
            .Be("It is an AAC stream (ADTS), but ffmpeg cannot decode it: there is no sound in it.");
    }

    [Fact]
    public async Task No_more_than_sixteen_run_at_once()
    {
        Ffmpeg ffmpeg = Program("exec cat > /dev/null");
        IAudioDecoder[] decoders = [.. Enumerable.Range(0, Ffmpeg.MaxProcesses).Select(_ => Decoder(ffmpeg))];
        foreach (IAudioDecoder decoder in decoders)
            Push(decoder, Start);
        using IAudioDecoder next = Decoder(ffmpeg);
        FluentActions
            .Invoking(() => Push(next, Start))
            .Should()
            .Throw<ProtocolException>()
            .WithMessage(
                "16 streams are being decoded by ffmpeg, which is the most. Try again when one has ended, or send WAV, "
                    + "MP3, FLAC or Ogg (Opus, Vorbis, FLAC)."
            );
        decoders[0].Dispose();
        await UntilAsync(() =>
        {
            using IAudioDecoder another = Decoder(ffmpeg);
            try
            {
                Push(another, Start);
                return true;
            }
            catch (ProtocolException)
            {
                return false; // it takes a moment to end
            }
        });
        foreach (IAudioDecoder decoder in decoders)
            decoder.Dispose();
    }

    [Fact]
    public async Task A_session_that_ends_early_ends_its_program()
    {
        IAudioDecoder decoder = Decoder(Program("echo $$ > \"$0.pid\"; exec cat > /dev/null"));
        Push(decoder, Start);
        await UntilAsync(() => File.Exists(_folder.File("program.pid")) && PidOf() is not null);
        int id = PidOf()!.Value;
        Directory.Exists($"/proc/{id}").Should().BeTrue();
        decoder.Dispose();
        await UntilAsync(() => !Directory.Exists($"/proc/{id}"));
    }

    private async Task<string> ErrorAsync(string script)
    {
        Task Run() => ForeignRun.OfAsync(Decoder(Program(script)), Start, piece: 8);
        return (await FluentActions.Awaiting(Run).Should().ThrowAsync<ProtocolException>()).Which.Message;
    }

    private static void Push(IAudioDecoder decoder, ReadOnlySpan<byte> bytes)
    {
        decoder.Decode(bytes, [], out int taken, out _);
        taken.Should().Be(bytes.Length);
        decoder.Decode([], [], out _, out _);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(Limit);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    private int? PidOf() => int.TryParse(File.ReadAllText(_folder.File("program.pid")), out int id) ? id : null;

    private static IAudioDecoder Decoder(Ffmpeg ffmpeg) =>
        AudioDecoders.For(AudioContainer.Auto, declared: null, foreign: new ForeignDecoders(ffmpeg));

    private Ffmpeg Program(string script)
    {
        string path = _folder.File("program");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new Ffmpeg(path, isForAnyone: false, _time);
    }
}
