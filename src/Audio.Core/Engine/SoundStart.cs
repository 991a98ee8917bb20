using Audio.Core.Codecs.Detection;
using Audio.Core.Codecs.Foreign;
using Audio.Core.Sessions;
using Audio.Protocol;

namespace Audio.Core.Engine;

/// <summary>
/// Tells by its first bytes whether an engine can play a stream that declares no format, so that it is refused before
/// it has a session. Any thread.
/// </summary>
public static class SoundStart
{
    /// <summary>This many bytes decide at the latest.</summary>
    public const int MaxBytes = StreamStart.MaxBytes;

    /// <summary>Looks at the beginning of a stream.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="start">The beginning; anything behind <see cref="MaxBytes"/> has no influence.</param>
    /// <param name="isWhole">Whether the stream ends there.</param>
    /// <param name="isOwnUser">See <see cref="SessionOptions.IsOwnUser"/>.</param>
    /// <returns>Whether it is in a known format; if not, more bytes are needed.</returns>
    /// <exception cref="ProtocolException">It cannot be played; the message says what was found.</exception>
    public static bool IsKnown(AudioEngine engine, ReadOnlySpan<byte> start, bool isWhole, Func<bool>? isOwnUser = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return StreamStart.IsKnown(start, isWhole, new ForeignDecoders(engine.Ffmpeg, isOwnUser));
    }
}
