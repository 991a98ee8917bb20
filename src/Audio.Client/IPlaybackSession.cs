using System.IO.Pipelines;
using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Client;

/// <summary>
/// What <see cref="PlaybackSession"/> does, for programs whose tests put something else in its place. Every member
/// means what it means there.
/// </summary>
/// <remarks>More members may come with a new version: derive from it in tests alone.</remarks>
public interface IPlaybackSession : IAsyncDisposable
{
    /// <summary>
    /// Its name at the daemon. Changes where the session is begun again (<see cref="SessionRestarted"/>).
    /// </summary>
    string SessionId { get; }

    /// <summary>The format of its bytes.</summary>
    AudioFormat Format { get; }

    /// <summary>Bytes that <see cref="WriteAsync"/> has taken.</summary>
    long BytesWritten { get; }

    /// <summary>Bytes that the daemon is known to have.</summary>
    long BytesReceived { get; }

    /// <summary>
    /// Bytes that are known to have been heard; as new as the daemon's last report, about a quarter of a second.
    /// </summary>
    long BytesPlayed { get; }

    /// <summary>The effects that it was started with; null: what the daemon does by default.</summary>
    string? Effects { get; }

    /// <summary>How it behaves towards other sessions.</summary>
    SessionEtiquette Etiquette { get; }

    /// <summary>
    /// What it waits for, as long as it is known to wait; else null. To miss nothing subscribe to <see cref="Events"/>
    /// first, then look here: the daemon's word may have come before.
    /// </summary>
    SessionQueued? Queued { get; }

    /// <summary>
    /// Its end: exactly one, and it never fails. Comes by itself; to have it come, call <see cref="CompleteAsync"/>.
    /// </summary>
    Task<PlaybackResult> Completion { get; }

    /// <summary>
    /// What happens to it, from now on; ends behind <see cref="SessionEnded"/>. Who subscribes when it is over gets
    /// that. Observers run on the connection's receiving loop: be quick, and do not block.
    /// </summary>
    IObservable<SessionEvent> Events { get; }

    /// <summary>
    /// The same events as a sequence, from this call on; to be enumerated once. Ends behind <see cref="SessionEnded"/>.
    /// </summary>
    /// <param name="cancellationToken">Breaks it off, with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AudioEventsMissedException">More than 1,024 events waited to be read.</exception>
    IAsyncEnumerable<SessionEvent> ReadEventsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Appends to the stream; waits while the daemon's buffer is full. What was taken is copied and will be sent, also
    /// over a cut: the call does not wait for the network.
    /// </summary>
    /// <param name="data">Bytes in the session's format; may end in the middle of a sample.</param>
    /// <param name="cancellationToken">
    /// Gives up waiting. What the daemon had room for until then has been taken, in whole frames: <see
    /// cref="BytesWritten"/> says how much.
    /// </param>
    /// <exception cref="AudioSessionException">
    /// The session has ended or was cancelled, or its stream has ended; see <see cref="Completion"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another write has not ended.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <summary>Writes everything that a producer gives, as it gives it: what a text-to-speech API streams.</summary>
    /// <param name="chunks">Bytes in the session's format.</param>
    /// <param name="cancellationToken">Gives up, as in <see cref="WriteAsync"/>.</param>
    /// <exception cref="AudioSessionException">As in <see cref="WriteAsync"/>.</exception>
    Task WriteAllAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken = default);

    /// <summary>
    /// The stream ends here: what was written is played to its end. Does not wait; may be called again.
    /// </summary>
    void EndStream();

    /// <summary>Ends the stream and waits until its last sample was heard, or the session ended otherwise.</summary>
    /// <param name="cancellationToken">Gives up waiting; the session plays on to its end.</param>
    /// <returns>How it ended.</returns>
    Task<PlaybackResult> CompleteAsync(CancellationToken cancellationToken = default);

    /// <summary>Silence now, over 5 ms; what is held is discarded.</summary>
    /// <param name="cancellationToken">Gives up waiting; the session ends all the same.</param>
    /// <returns>How it ended: as a rule <see cref="SessionEndReason.Cancelled"/>.</returns>
    Task<PlaybackResult> CancelAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Silence, over 5 ms; what is held and what is written is kept. Returns when the daemon has taken it; <see
    /// cref="SessionPaused"/> says when it is silent.
    /// </summary>
    /// <exception cref="AudioDaemonException">It has ended, or there is no daemon any more.</exception>
    Task PauseAsync(CancellationToken cancellationToken = default);

    /// <summary>Plays on after <see cref="PauseAsync"/>.</summary>
    /// <exception cref="AudioDaemonException">It has ended, or there is no daemon any more.</exception>
    Task ResumeAsync(CancellationToken cancellationToken = default);

    /// <summary>Sets the gain; it goes there over a few milliseconds.</summary>
    /// <param name="volume">Linear, 0 to 4.</param>
    /// <param name="cancellationToken">Gives up waiting for the daemon's answer.</param>
    /// <exception cref="AudioDaemonException">It has ended, or there is no daemon any more.</exception>
    Task SetVolumeAsync(double volume, CancellationToken cancellationToken = default);

    /// <summary>
    /// Names a place of the stream: <see cref="SessionMarkHeard"/> tells when it is heard, which may be before this
    /// returns. It may have been written, or not; one that was heard already is told at once, one that the stream does
    /// not reach, or that a cancel is in front of, never. Returns when the daemon has taken it; up to 1,024 of a
    /// session wait at a time.
    /// </summary>
    /// <param name="name">What it is called: 1 to 256 characters; need not be unique.</param>
    /// <param name="offset">
    /// A byte of the stream as it is written, from 0 on: the sample that holds it. Null: where the next write begins,
    /// which after <see cref="EndStream"/> is the end.
    /// </param>
    /// <param name="cancellationToken">
    /// Gives up waiting for the daemon's answer; the mark may be told all the same.
    /// </param>
    /// <exception cref="AudioRequestException">
    /// As many wait as may (<c>too_many_marks</c>): set more when some were heard.
    /// </exception>
    /// <exception cref="AudioDaemonException">It has ended, or there is no daemon any more.</exception>
    Task MarkAsync(string name, long? offset = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// The session as a stream to write to. Closing it ends the session's stream, as <see cref="EndStream"/> does, and
    /// does not wait.
    /// </summary>
    Stream AsStream();

    /// <summary>
    /// The session as a pipe's writing end. Completing it ends the session's stream; completing it with an exception
    /// cancels the session.
    /// </summary>
    PipeWriter AsPipeWriter();
}
