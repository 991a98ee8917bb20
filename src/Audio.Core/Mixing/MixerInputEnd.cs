namespace Audio.Core.Mixing;

/// <summary>Why a mixer input has ended.</summary>
internal enum MixerInputEnd
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>Everything its source had was mixed.</summary>
    Drained,

    /// <summary>It was cancelled; what its source still held was left unread.</summary>
    Cancelled,

    /// <summary>Its source threw, or broke its contract; <see cref="MixerInput.Fault"/> says how.</summary>
    Faulted,
}
