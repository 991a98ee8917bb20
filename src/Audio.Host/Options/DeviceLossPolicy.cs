namespace Audio.Host.Options;

/// <summary>What sessions do while the loudspeaker is gone.</summary>
internal enum DeviceLossPolicy
{
    /// <summary>They stand still and go on where they were once the device is back.</summary>
    Wait,

    /// <summary>They run on in silence, in real time; what passed meanwhile was not heard.</summary>
    RunOn,
}
