namespace Audio.NAudio;

/// <summary>Why an input of a <see cref="NAudioMixer"/> has ended.</summary>
public enum NAudioInputEnd
{
    /// <summary>Everything its source had was mixed.</summary>
    Drained,

    /// <summary>It was cancelled, or the mixer was disposed; what its source still held was left unread.</summary>
    Cancelled,

    /// <summary>Its source threw, or broke its contract; see <see cref="NAudioInputResult.Fault"/>.</summary>
    Faulted,
}

/// <summary>How an input of a <see cref="NAudioMixer"/> has ended.</summary>
/// <param name="End">Why.</param>
/// <param name="FramesMixed">Frames that were taken from its source and mixed. When they are heard, the player behind the mixer knows.</param>
/// <param name="Fault">What its source threw; null unless <see cref="NAudioInputEnd.Faulted"/>.</param>
public readonly record struct NAudioInputResult(NAudioInputEnd End, long FramesMixed, Exception? Fault = null);
