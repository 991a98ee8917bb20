using System.Buffers;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Audio.Core;
using Audio.Core.Sessions;
using Audio.Core.Wires;

namespace Audio.Host.Http.Play;

/// <summary>
/// Carries a body into its session, all that the web server has of it at a time, with no copy of its own. Waiting for
/// the session, which it does once its backlog is full, is the backpressure: while it lasts nothing is read, and TCP
/// holds the client back.
/// </summary>
/// <param name="session">Takes the body.</param>
/// <param name="upload">The body.</param>
/// <param name="budget">What may be carried before others have their turn; <see langword="null"/>: a new one.</param>
internal sealed class SessionFeed(AudioSession session, Upload upload, WireBudget? budget = null)
{
    // Reading loop only.
    private readonly WireBudget _budget = budget ?? new WireBudget();

    /// <summary>Bytes that the session took.</summary>
    public long BytesTaken { get; private set; }

    /// <summary>Runs until the body ends, or the session does.</summary>
    public async Task<UploadEnd> RunAsync()
    {
        try
        {
            return await CarryAsync();
        }
        catch
        {
            session.Disconnect(); // whatever it was: no session waits for a body that nobody reads any more
            throw;
        }
    }

    private async Task<UploadEnd> CarryAsync()
    {
        upload.IsHeldBack = () => session.State is SessionState.Paused or SessionState.Queued;
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

    /// <summary>Whether the session dropped some of what it was given: somebody else had ended its stream.</summary>
    public bool HasLost => session.Statistics.BytesReceived < BytesTaken;

    /// <summary>
    /// Ends the stream, and waits until the session has taken it in: until it drains, or is over. One that is paused or
    /// waits for its channel drains when it goes on; nobody waits for that here.
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

    /// <returns>Whether the session takes more.</returns>
    private async ValueTask<bool> TryWriteAsync(ReadOnlySequence<byte> bytes)
    {
        try
        {
            await session.WriteAsync(bytes);
            BytesTaken += bytes.Length;
            return true;
        }
        catch (AudioException e) when (e.Kind == AudioErrorKind.SessionEnded)
        {
            return false;
        }
    }

    /// <summary>A session that ends before its body, cancelled or for bad data, lets go of the client.</summary>
    private async Task StopWithSessionAsync()
    {
        await session.Completion;
        upload.Stop();
    }
}
