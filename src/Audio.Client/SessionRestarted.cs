namespace Audio.Client;

/// <summary>A daemon had lost it, and it was begun again (<see cref="AudioSessionOptions.ResendUnplayed"/>).</summary>
/// <param name="SessionId">Its new name.</param>
/// <param name="FirstFrame">The frame of the stream at which the new session begins.</param>
public sealed record SessionRestarted(string SessionId, long FirstFrame) : SessionEvent(SessionId);
