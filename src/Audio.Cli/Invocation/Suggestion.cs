namespace Audio.Cli.Invocation;

/// <summary>Suggests the name that was probably meant by a mistyped one.</summary>
internal static class Suggestion
{
    /// <summary>One typo is allowed for each three letters, at least one and at most <see cref="MaxTypos"/>.</summary>
    private const int LettersPerTypo = 3;
    private const int MaxTypos = 2;

    /// <summary><c> Did you mean 'status'?</c> if a name is close enough, otherwise nothing.</summary>
    public static string For(string typed, IEnumerable<string> names) =>
        Nearest(typed, names) is { } name ? $" Did you mean '{name}'?" : "";

    /// <summary>The nearest name, ignoring case; <see langword="null"/> if none is close enough.</summary>
    public static string? Nearest(string typed, IEnumerable<string> names)
    {
        string word = typed.ToLowerInvariant();
        int most = Math.Clamp(word.TrimStart('-').Length / LettersPerTypo, 1, MaxTypos);
        return names
            .Select(name => (Name: name, Typos: Typos(word, name)))
            .Where(candidate => candidate.Typos <= most)
            .OrderBy(candidate => candidate.Typos)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>
    /// The number of letters missing, added, replaced or swapped with the next one (optimal string alignment distance).
    /// </summary>
    private static int Typos(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > MaxTypos)
            return int.MaxValue;
        int[,] typos = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    typos[i, j] = i + j;
                    continue;
                }
                int other = a[i - 1] == b[j - 1] ? 0 : 1;
                typos[i, j] = Math.Min(Math.Min(typos[i - 1, j], typos[i, j - 1]) + 1, typos[i - 1, j - 1] + other);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    typos[i, j] = Math.Min(typos[i, j], typos[i - 2, j - 2] + 1);
            }
        }
        return typos[a.Length, b.Length];
    }
}
