using System.Buffers;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Audio.Core;
using Audio.Core.Sessions;
using Audio.Core.Wires;
using Audio.Core.Wires.Transports;

namespace Audio.Host.Http.Play;

/// <summary>
/// Copies a body into its session, straight from the web server's buffers. Waiting for a session whose backlog is full
/// is the backpressure: meanwhile nothing is read, and TCP slows the client down.
/// </summary>
/// <param name="session">The session that receives the body.</param>
/// <param name="upload">The body.</param>
/// <param name="budget">
/// How much may be copied before other work gets its turn; <see langword="null"/> for a new budget.
/// </param>
internal sealed class SessionFeed(AudioSession session, Upload upload, WireBudget? budget = null)
{
    // Reading loop only.
    private readonly WireBudget _budget = budget ?? new WireBudget();

    /// <summary>The number of bytes the session has taken.</summary>
    public long BytesTaken { get; private set; }

    /// <summary>The body's connection, if it is watched while the session holds it back.</summary>
    public HeldConnection? Connection { get; init; }

    /// <summary>Runs until the body or the session ends.</summary>
    public async Task<UploadEnd> RunAsync()
    {
        try
        {
            return await CarryAsync();
        }
        catch
        {
            session.Disconnect(); // whatever the fault, no session may wait for a body that is no longer read
            throw;
        }
    }

    private async Task<UploadEnd> CarryAsync()
    {
        // a client that has sent nothing is held back by nothing
        upload.IsHeldBack = () => BytesTaken > 0 && session.State is SessionState.Paused or SessionState.Queued;
        _ = StopWithSessionAsync();
        if (upload.FirstArrival is { } looked)
            session.MarkArrival(looked);
        while (true)
        {
            UploadRead read = await upload.ReadAsync();
            if (upload.HasWaited)
                _budget.Renew();
            long length = read.Bytes.Length;
            if (upload.FirstArrival is { } arrival)
                session.MarkArrival(arrival);
            bool taken = await TryWriteAsync(read.Bytes);
            if (read.End is UploadEnd.None or UploadEnd.Whole)
                upload.AdvanceTo(read.Bytes.End, read.Bytes);
            if (!taken)
                return UploadEnd.Stopped;
            if (read.End != UploadEnd.None)
                return read.End;
            await _budget.SpendAsync(length);
        }
    }

    /// <summary>Whether the session dropped part of the body because its stream had already been ended.</summary>
    public bool HasLost => session.Statistics.BytesReceived < BytesTaken;

    /// <summary>
    /// Ends the stream and waits until the session drains or has ended. A session that is paused or queued drains when
    /// it resumes; this method does not wait for that.
    /// </summary>
    public static async Task CompleteAsync(AudioSession session)
    {
        var taken = session
            .States.FirstOrDefaultAsync(state =>
                state is SessionState.Draining or SessionState.Paused or SessionState.Queued or SessionState.Ended
            )
            .ToTask();
        session.Complete();
        await taken;
    }

    /// <returns>Whether the session accepts more data.</returns>
    private async ValueTask<bool> TryWriteAsync(ReadOnlySequence<byte> bytes)
    {
        try
        {
            ValueTask writing = session.WriteAsync(bytes);
            if (!writing.IsCompleted)
                Connection?.Hold();
            await writing;
            Connection?.Release();
            BytesTaken += bytes.Length;
            return true;
        }
        catch (AudioException e) when (e.Kind == AudioErrorKind.SessionEnded)
        {
            return false;
        }
    }

    /// <summary>
    /// Releases the client when the session ends before its body, because it was cancelled or the data was bad.
    /// </summary>
    private async Task StopWithSessionAsync()
    {
        await session.Completion;
        upload.Stop();
    }
}
