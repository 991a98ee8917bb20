namespace Audio.Core.Sessions.Intake;

/// <summary>What a session's intake asks and tells the session. Its scheduler only.</summary>
internal interface ISessionFlow
{
    /// <summary>Whether it was cancelled, or has ended: nothing more is taken.</summary>
    bool IsOver { get; }

    /// <summary>Whether it is to be silent now.</summary>
    bool IsSilenced { get; }

    /// <summary>Whether it is in the mix.</summary>
    bool IsMixed { get; }

    /// <summary>A chunk has come; nothing of it was moved on yet.</summary>
    void Arrives();

    /// <summary>Bytes were moved on; there may be samples.</summary>
    void Sound();

    /// <summary>
    /// The stream has ended and nothing of it is still at its producer: from here on it only plays what is held.
    /// </summary>
    void AllIsHere();

    /// <summary>The stream has ended and all of it is in the jitter buffer.</summary>
    void AllIsDecoded();

    /// <summary>The stream cannot go on.</summary>
    void Fail(Exception error);
}
