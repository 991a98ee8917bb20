using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_cvolume</c>: a gain for each channel; 0 is silence.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PulseVolume
{
    public byte Channels;
    public fixed uint Values[PulseLimits.MaxChannels];

    /// <summary>Whether it is 0 in every channel.</summary>
    public readonly bool IsZero
    {
        get
        {
            for (int i = 0; i < Channels; i++)
            {
                if (Values[i] != 0)
                    return false;
            }

            return Channels > 0;
        }
    }
}
