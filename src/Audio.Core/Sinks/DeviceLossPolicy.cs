namespace Audio.Core.Sinks;

/// <summary>What happens to sessions while the device is gone.</summary>
public enum DeviceLossPolicy
{
    /// <summary>Nothing is rendered: sessions wait, and continue where they were when the device is back.</summary>
    Wait,

    /// <summary>Time goes on: a null sink takes over, and what it renders is lost.</summary>
    RunOn,
}
