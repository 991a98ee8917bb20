namespace Audio.Core.Sinks;

/// <summary>What happens to what sounds while the device is away.</summary>
public enum DeviceLossPolicy
{
    /// <summary>Nothing is rendered: sessions wait and go on where they stood when the device is back.</summary>
    Wait,

    /// <summary>Time runs on: a null sink stands in, and what it renders is lost.</summary>
    RunOn,
}
