using System.Globalization;

namespace Audio.Testing;

/// <summary>
/// Time in which the host of a virtual machine gave its processors to others. What is measured in real time meanwhile
/// says nothing of the program that is measured.
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

    /// <summary>Measures again until a round passes: a machine that stands still is not the program.</summary>
    /// <param name="most">Rounds at the most.</param>
    /// <param name="round">
    /// One round, told how many there were before: what was wrong, or <see langword="null"/>.
    /// </param>
    /// <returns>
    /// What was wrong in the last round, where none passed, and the reason to skip the test then: that the host gave
    /// processors away in each round. A round that failed without is the program's fault.
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
