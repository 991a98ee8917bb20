using System.IO.Pipelines;
using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Client;

/// <summary>The members of <see cref="PlaybackSession"/>, for programs that replace it in their tests.</summary>
/// <remarks>New versions may add members: implement it only in tests.</remarks>
public interface IPlaybackSession : IAsyncDisposable
{
    /// <summary>Its id at the daemon. A restart changes it (<see cref="SessionRestarted"/>).</summary>
    string SessionId { get; }

    /// <summary>The format of its samples; null: the first bytes of the stream say it.</summary>
    AudioFormat? Format { get; }

    /// <summary>The bytes that <see cref="WriteAsync"/> has taken.</summary>
    long BytesWritten { get; }

    /// <summary>The bytes that the daemon is known to have received.</summary>
    long BytesReceived { get; }

    /// <summary>
    /// The bytes that are known to have been heard. The daemon reports them about four times a second.
    /// </summary>
    long BytesPlayed { get; }

    /// <summary>The effects that it was started with; null: the default of the daemon.</summary>
    string? Effects { get; }

    /// <summary>How it behaves towards other sessions.</summary>
    SessionEtiquette Etiquette { get; }

    /// <summary>
    /// What it waits for, while it is known to wait; otherwise null. To miss nothing, subscribe to <see cref="Events"/>
    /// before you read this: the session may have been queued already.
    /// </summary>
    SessionQueued? Queued { get; }

    /// <summary>
    /// The result of the session. Completes exactly once and never fails. A session ends by itself only after its
    /// stream: see <see cref="CompleteAsync"/>.
    /// </summary>
    Task<PlaybackResult> Completion { get; }

    /// <summary>
    /// The events from the subscription on; completes after <see cref="SessionEnded"/>. A subscription after the end
    /// gets that event. Observers run on the receiving loop of the connection; they must be quick and must not block.
    /// </summary>
    IObservable<SessionEvent> Events { get; }

    /// <summary>
    /// The events from this call on as a sequence. It can be enumerated once, and ends after <see
    /// cref="SessionEnded"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AudioEventsMissedException">More than 1,024 events were waiting to be read.</exception>
    IAsyncEnumerable<SessionEvent> ReadEventsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Appends to the stream; waits while the buffer of the daemon is full. The data is copied and will be sent, even
    /// if the connection is cut; the call does not wait for the network.
    /// </summary>
    /// <param name="data">The next bytes of the stream; they may end anywhere, even in the middle of a sample.</param>
    /// <param name="cancellationToken">
    /// Gives up waiting. What the daemon had room for by then was taken, in whole frames: see <see
    /// cref="BytesWritten"/>.
    /// </param>
    /// <exception cref="AudioSessionException">
    /// The session has ended or was cancelled, or its stream was ended; see <see cref="Completion"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The previous write has not finished.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes everything that a producer delivers, as it arrives, such as the output of a text-to-speech API.
    /// </summary>
    /// <param name="chunks">The chunks, cut anywhere.</param>
    /// <param name="cancellationToken">Gives up waiting, as in <see cref="WriteAsync"/>.</param>
    /// <exception cref="AudioSessionException">As in <see cref="WriteAsync"/>.</exception>
    Task WriteAllAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the stream: what was written is played to its end. Does not wait. Further calls do nothing.
    /// </summary>
    void EndStream();

    /// <summary>
    /// Ends the stream, and waits until its last sample was heard or the session has ended otherwise.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting; the session still plays to its end.</param>
    /// <returns>The result of the session.</returns>
    Task<PlaybackResult> CompleteAsync(CancellationToken cancellationToken = default);

    /// <summary>Cancels the session: it fades out over 5 ms, and discards what is buffered.</summary>
    /// <param name="cancellationToken">Gives up waiting; the session still ends.</param>
    /// <returns>The result of the session, usually <see cref="SessionEndReason.Cancelled"/>.</returns>
    Task<PlaybackResult> CancelAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Pauses the session: it fades out over 5 ms, and keeps what is buffered and what is written. Returns when the
    /// daemon has accepted it; <see cref="SessionPaused"/> tells when it is silent.
    /// </summary>
    /// <exception cref="AudioDaemonException">The session has ended, or there is no daemon any more.</exception>
    Task PauseAsync(CancellationToken cancellationToken = default);

    /// <summary>Resumes the session after <see cref="PauseAsync"/>.</summary>
    /// <exception cref="AudioDaemonException">The session has ended, or there is no daemon any more.</exception>
    Task ResumeAsync(CancellationToken cancellationToken = default);

    /// <summary>Sets the gain, which is reached over a few milliseconds.</summary>
    /// <param name="volume">Linear gain, 0 to 4.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer; the change may still be made.</param>
    /// <exception cref="AudioDaemonException">The session has ended, or there is no daemon any more.</exception>
    Task SetVolumeAsync(double volume, CancellationToken cancellationToken = default);

    /// <summary>
    /// Marks a byte of the stream, written already or not: <see cref="SessionMarkHeard"/> tells when it is heard, which
    /// may be before this returns. A mark that was heard already is reported at once. Marks past the end, or after a
    /// cancel, are never reported. Returns when the daemon has accepted the mark; up to 1,024 marks of a session may
    /// wait at a time.
    /// </summary>
    /// <param name="name">The name of the mark: 1 to 256 characters; need not be unique.</param>
    /// <param name="offset">
    /// The byte, counted from 0 at the start of the stream; the mark is heard with the sample that contains it. Null:
    /// the start of the next write or, after <see cref="EndStream"/>, the end.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the answer; the mark may still be reported.</param>
    /// <exception cref="AudioRequestException">
    /// The maximum number of marks is waiting (<c>too_many_marks</c>): set more after some were heard.
    /// </exception>
    /// <exception cref="AudioDaemonException">The session has ended, or there is no daemon any more.</exception>
    Task MarkAsync(string name, long? offset = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// The session as a stream to write to. Closing the stream does what <see cref="EndStream"/> does, and does not
    /// wait.
    /// </summary>
    Stream AsStream();

    /// <summary>
    /// The session as the writing end of a pipe. Completing it ends the stream of the session; completing it with an
    /// exception cancels the session.
    /// </summary>
    PipeWriter AsPipeWriter();
}
