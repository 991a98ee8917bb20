using System.IO.Pipelines;
using Audio.Core.Sessions;
using Audio.Core.Sessions.Intake;

namespace Audio.Core.Wires;

/// <summary>What the wires need from the engine: connections and sessions. Any thread.</summary>
public interface IWireEngine
{
    /// <summary>The most sound that one session may hold.</summary>
    internal TimeSpan MaxBuffered { get; }

    /// <summary>The most sessions that one client may have open.</summary>
    internal int MaxSessionsPerClient { get; }

    /// <summary>Accepts a stream of chunk frames. Open sessions on the connection, then run it.</summary>
    /// <param name="frames">The reading side of a pipe; the connection completes it.</param>
    AudioConnection Connect(PipeReader frames);

    /// <summary>Creates the hold of one wire.</summary>
    internal FrameHold CreateHold();

    /// <summary>A connection has ended, and with it the memory of its messages.</summary>
    internal void ConnectionEnded();

    /// <summary>Opens a session whose frames carry this handle on their wire.</summary>
    /// <exception cref="AudioException">The engine is full or closing, or the format cannot be played.</exception>
    internal AudioSession OpenSession(SessionOptions options, uint handle);
}
