using System.Globalization;

namespace Audio.Testing;

/// <summary>
/// Time in which the host of a virtual machine gave its processors to others. What is measured in real time meanwhile says nothing of the
/// program that is measured.
/// </summary>
public static class StolenTime
{
    private const int Steal = 8; // the field of the first line of /proc/stat, behind the word cpu; proc(5)

    /// <summary>Until now, in hundredths of a second, of all processors; 0 where the system does not say.</summary>
    public static long Now
    {
        get
        {
            if (!File.Exists("/proc/stat"))
                return 0;
            string[] fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return long.Parse(fields[Steal], CultureInfo.InvariantCulture);
        }
    }
}
