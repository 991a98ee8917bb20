namespace Audio.Cli.Invocation;

/// <summary>The name that somebody who mistyped one will have meant.</summary>
internal static class Suggestion
{
    /// <summary>Two slips in a long name, one in a short one.</summary>
    private const int LettersForEachSlip = 3;
    private const int MostSlips = 2;

    /// <summary>Where a name is near enough: <c> Did you mean 'status'?</c>; else nothing.</summary>
    public static string For(string typed, IEnumerable<string> names) =>
        Nearest(typed, names) is { } name ? $" Did you mean '{name}'?" : "";

    /// <summary>The nearest name, letters of either case; <see langword="null"/>: none is near enough.</summary>
    public static string? Nearest(string typed, IEnumerable<string> names)
    {
        string word = typed.ToLowerInvariant();
        int most = Math.Clamp(word.TrimStart('-').Length / LettersForEachSlip, 1, MostSlips);
        return names
            .Select(name => (Name: name, Slips: Slips(word, name)))
            .Where(candidate => candidate.Slips <= most)
            .OrderBy(candidate => candidate.Slips)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>
    /// Letters left out, added, taken for another or exchanged with the next (optimal string alignment).
    /// </summary>
    private static int Slips(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > MostSlips)
            return int.MaxValue;
        int[,] slips = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    slips[i, j] = i + j;
                    continue;
                }
                int other = a[i - 1] == b[j - 1] ? 0 : 1;
                slips[i, j] = Math.Min(Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1, slips[i - 1, j - 1] + other);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
            }
        }
        return slips[a.Length, b.Length];
    }
}
