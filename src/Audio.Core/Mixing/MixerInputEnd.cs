namespace Audio.Core.Mixing;

/// <summary>Why a mixer input has ended.</summary>
internal enum MixerInputEnd
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>Everything from its provider was mixed.</summary>
    Drained,

    /// <summary>It was cancelled; the rest of its provider was left unread.</summary>
    Cancelled,

    /// <summary>Its provider threw or broke its contract; see <see cref="MixerInput.Fault"/>.</summary>
    Faulted,
}
