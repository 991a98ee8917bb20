using System.IO.Pipelines;
using Audio.Core.Sessions;
using Audio.Core.Sessions.Intake;

namespace Audio.Core.Wires;

/// <summary>What the wires need of the engine that plays: connections and sessions. Any thread.</summary>
public interface IWireEngine
{
    /// <summary>The most sound that one session may hold.</summary>
    internal TimeSpan MaxBuffered { get; }

    /// <summary>Takes a stream of chunk frames; open sessions on the connection, then run it.</summary>
    /// <param name="frames">The reading side of a pipe; the connection completes it.</param>
    AudioConnection Connect(PipeReader frames);

    /// <summary>Makes what holds the frames of one wire.</summary>
    internal FrameHold CreateHold();

    /// <summary>Opens a session for a wire, on which its frames carry the handle.</summary>
    /// <exception cref="AudioException">The engine is full or closing, or the format cannot be played.</exception>
    internal AudioSession OpenSession(SessionOptions options, uint handle);
}
