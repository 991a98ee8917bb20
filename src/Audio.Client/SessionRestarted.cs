namespace Audio.Client;

/// <summary>
/// A daemon had lost the session, and it was restarted (<see cref="AudioSessionOptions.ResendUnplayed"/>).
/// </summary>
/// <param name="SessionId">Its new id.</param>
/// <param name="FirstFrame">The frame of the stream at which it goes on.</param>
public sealed record SessionRestarted(string SessionId, long FirstFrame) : SessionEvent(SessionId);
