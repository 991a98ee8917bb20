using System.Buffers;
using System.IO.Pipelines;
using Audio.Protocol;

namespace Audio.Core.Codecs.Foreign;

/// <summary>
/// Decodes what FFmpeg knows, in a process of its own, which is started with the first bytes. It holds at most 64 KiB
/// of the stream and 256 KiB of samples; the rest waits in the session.
/// </summary>
/// <remarks>
/// Nobody knows which bytes the samples came from. So bytes count as decoded once the process has taken them, which is
/// up to its own buffers too early.
/// </remarks>
/// <param name="format">The stream.</param>
/// <param name="start">Starts the process.</param>
/// <param name="wav">Reads what comes from it.</param>
internal sealed class FfmpegDecoder(ForeignFormat format, Func<FfmpegProcess> start, IAudioDecoder wav) : IAudioDecoder
{
    /// <summary>A process that has something to do and does nothing for so long hangs.</summary>
    public static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(10);

    private FfmpegProcess? _process;
    private Action? _moved;
    private long _ignored; // bytes behind the end of what it read
    private bool _isInputEnded;
    private bool _isOutputEnded;
    private int _cutShort;

    /// <inheritdoc/>
    public DecodedFormat? Format =>
        wav.Format is { } found ? new DecodedFormat(found.SampleRate, found.Channels, found.Speakers) : null;

    /// <inheritdoc/>
    public bool HasOutput => wav.HasOutput || _process is { Unread: > 0 };

    /// <inheritdoc/>
    public bool IsWaiting => _process is { IsOver: false } && !HasOutput;

    /// <inheritdoc/>
    public Action? Moved
    {
        set
        {
            _moved = value;
            if (_process is not null)
                _process.Moved = value;
        }
    }

    /// <inheritdoc/>
    public int PendingBytes => _isOutputEnded ? 0 : _process?.Waiting ?? 0;

    /// <inheritdoc/>
    public long BytesIgnored => _ignored;

    /// <inheritdoc/>
    public int Damaged => _cutShort + (_process?.Damaged ?? 0);

    /// <inheritdoc/>
    public SoundInfo? Info => wav.Info is { } info ? info with { Codec = format.Codec, Frames = null } : null;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> samples, out int bytesConsumed, out int samplesWritten)
    {
        bytesConsumed = 0;
        if (!bytes.IsEmpty && !_isOutputEnded)
            bytesConsumed = Process().Write(bytes);
        samplesWritten = Read(samples);
        if (_isOutputEnded)
        {
            _ignored += bytes.Length - bytesConsumed;
            bytesConsumed = bytes.Length;
        }
        else if (bytesConsumed == 0 && samplesWritten == 0 && !bytes.IsEmpty)
        {
            RequireMoving();
        }
    }

    /// <inheritdoc/>
    public bool End(Span<float> samples, out int samplesWritten)
    {
        samplesWritten = 0;
        if (_process is null)
            return true;
        if (!_isInputEnded)
        {
            _isInputEnded = true;
            _process.EndInput();
        }

        samplesWritten = Read(samples);
        if (!_isOutputEnded)
        {
            if (samplesWritten == 0 && !HasOutput)
                RequireMoving();
            return false;
        }

        if (wav.Format is null)
            throw Undecodable(_process.Failure ?? "there is no sound in it");
        bool isDone = wav.End(samples[samplesWritten..], out int written);
        samplesWritten += written;
        return isDone;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process?.Dispose();
        wav.Dispose();
    }

    private FfmpegProcess Process()
    {
        if (_process is null)
        {
            _process = start();
            _process.Moved = _moved;
        }

        return _process;
    }

    /// <summary>Decodes as much of the process's output as fits.</summary>
    private int Read(Span<float> samples)
    {
        if (_process is null || _isOutputEnded || !_process.TryRead(out ReadResult read))
            return 0;
        int written = 0;
        ReadOnlySequence<byte> bytes = read.Buffer;
        DecodedFormat? before = Format;
        bool goesOn = true;
        while (goesOn && !bytes.IsEmpty)
        {
            wav.Decode(bytes.FirstSpan, samples[written..], out int taken, out int count);
            bytes = bytes.Slice(taken);
            written += count;
            goesOn = (taken > 0 || count > 0) && Format == before;
        }

        _isOutputEnded = read.IsCompleted && bytes.IsEmpty;
        _process.Advance(read, bytes.Start);
        if (!_isOutputEnded || _process.Failure is not { } failure)
            return written;
        if (wav.Format is null)
            throw Undecodable(failure);
        _cutShort = 1;
        return written;
    }

    private void RequireMoving()
    {
        if (_process!.Still < HangLimit)
            return;
        _process.Dispose();
        throw new ProtocolException(
            ProtocolErrorCode.Unsupported,
            $"ffmpeg has done nothing with {format.Name} for {HangLimit.TotalSeconds} s, and was ended. Convert it, or "
                + $"{ForeignDecoders.WhatIsPlayed}."
        );
    }

    private ProtocolException Undecodable(string reason) =>
        new(ProtocolErrorCode.Malformed, $"It is {format.Name}, but ffmpeg cannot decode it: {reason}.");
}
