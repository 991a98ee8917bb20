using System.Globalization;

namespace Audio.Testing;

/// <summary>
/// Stolen time: time in which the host of a virtual machine gave its CPUs to others. Real-time measurements during it
/// say nothing about the program.
/// </summary>
public static class StolenTime
{
    private const int Steal = 8; // the field of the first line of /proc/stat, behind the word cpu; proc(5)

    /// <summary>The total so far for all CPUs, in hundredths of a second; 0 if the system does not report it.</summary>
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

    /// <summary>Measures again until a round passes, because a suspended machine is not the program's fault.</summary>
    /// <param name="most">The maximum number of rounds.</param>
    /// <param name="round">
    /// One round. Takes the number of earlier rounds; returns what was wrong, or <see langword="null"/>.
    /// </param>
    /// <returns>
    /// What was wrong in the last round if none passed, and a reason to skip the test if the host stole CPU time in
    /// each round. A round that failed without stolen time is the program's fault.
    /// </returns>
    public static async Task<(string? Fault, string? Excuse)> MeasureAsync(int most, Func<int, Task<string?>> round)
    {
        string? fault = null;
        bool stolen = true; // in each round
        for (int tries = 0; tries < most; tries++)
        {
            long before = Now;
            fault = await round(tries);
            if (fault is null)
                return (null, null);
            stolen &= Now > before;
        }

        return (
            fault,
            stolen ? $"The host took this machine's processors away in each of {most} rounds: {fault}" : null
        );
    }
}
