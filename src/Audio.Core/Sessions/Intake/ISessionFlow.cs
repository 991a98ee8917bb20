namespace Audio.Core.Sessions.Intake;

/// <summary>What the intake of a session needs from the session. Session scheduler only.</summary>
internal interface ISessionFlow
{
    /// <summary>Whether it was cancelled or has ended: nothing more is accepted.</summary>
    bool IsOver { get; }

    /// <summary>Whether it is silenced now.</summary>
    bool IsSilenced { get; }

    /// <summary>Whether it is in the mix.</summary>
    bool IsMixed { get; }

    /// <summary>A chunk has arrived; none of it has been decoded yet.</summary>
    void Arrives();

    /// <summary>Bytes were decoded; there may be samples.</summary>
    void Sound();

    /// <summary>The whole stream has been received: from here on only what is held is played.</summary>
    void AllIsHere();

    /// <summary>The whole stream has been decoded into the jitter buffer.</summary>
    void AllIsDecoded();

    /// <summary>The stream cannot continue.</summary>
    void Fail(Exception error);
}
