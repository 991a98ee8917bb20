namespace Audio.EndToEnd.Tests.Structure;

/// <summary>Finds namespaces that use each other in a circle.</summary>
internal static class Circles
{
    private const int ShownTypes = 4;

    /// <summary>
    /// A description of each group of namespaces that all lead to each other: the shortest circle, the types that cause
    /// each of its arrows, and the rest of the group.
    /// </summary>
    public static IReadOnlyList<string> Of(IEnumerable<TypeArrow> types)
    {
        ILookup<(string From, string To), TypeArrow> arrows = types
            .Where(t => Counts(t.From) && Counts(t.To))
            .ToLookup(t => (TypeGraph.NamespaceOf(t.From), TypeGraph.NamespaceOf(t.To)));
        ILookup<string, string> uses = arrows
            .Where(a => a.Key.From != a.Key.To)
            .ToLookup(a => a.Key.From, a => a.Key.To);

        string[][] shortest =
        [
            .. uses.Select(u => ShortestFrom(u.Key, uses)).OfType<string[]>().OrderBy(c => c.Length).ThenBy(c => c[0]),
        ];
        var told = new HashSet<string>();
        var texts = new List<string>();
        foreach (string[] circle in shortest)
        {
            if (told.Contains(circle[0]))
                continue;
            HashSet<string> reached = ReachedFrom(circle[0], uses);
            string[] group = [.. reached.Where(n => ReachedFrom(n, uses).Contains(circle[0])).Order()];
            told.UnionWith(group);
            texts.Add(Describe(circle, group, arrows));
        }
        return texts;
    }

    /// <summary>Source generators use their own namespaces, and Program.cs the global one.</summary>
    private static bool Counts(string type) => type.StartsWith("Audio.", StringComparison.Ordinal);

    private static string Describe(string[] circle, string[] group, ILookup<(string From, string To), TypeArrow> arrows)
    {
        IEnumerable<string> lines = circle.Select(
            (from, i) =>
            {
                string to = circle[(i + 1) % circle.Length];
                TypeArrow[] made = [.. arrows[(from, to)].OrderBy(a => a.From).ThenBy(a => a.To)];
                string shown = string.Join(
                    ", ",
                    made.Take(ShownTypes).Select(a => $"{Short(a.From)} uses {Short(a.To)}")
                );
                string more = made.Length > ShownTypes ? $" and {made.Length - ShownTypes} more" : "";
                return $"  {from} -> {to}: {shown}{more}";
            }
        );
        string[] others = [.. group.Except(circle)];
        return $"{string.Join(" -> ", circle)} -> {circle[0]}\n{string.Join('\n', lines)}"
            + (others.Length > 0 ? $"\n  in circles with these: {string.Join(", ", others)}" : "");
    }

    private static string Short(string type) => type[(type.LastIndexOf('.') + 1)..];

    /// <summary>The shortest way from a namespace back to it, or null if there is none.</summary>
    private static string[]? ShortestFrom(string start, ILookup<string, string> uses)
    {
        var cameFrom = new Dictionary<string, string>();
        var next = new Queue<string>([start]);
        while (next.TryDequeue(out string? at))
        {
            foreach (string to in uses[at].Order())
            {
                if (to == start)
                    return [.. WayTo(at, start, cameFrom)];
                if (cameFrom.TryAdd(to, at))
                    next.Enqueue(to);
            }
        }
        return null;
    }

    private static Stack<string> WayTo(string end, string start, Dictionary<string, string> cameFrom)
    {
        var way = new Stack<string>([end]);
        while (way.Peek() != start)
            way.Push(cameFrom[way.Peek()]);
        return way;
    }

    private static HashSet<string> ReachedFrom(string start, ILookup<string, string> uses)
    {
        var reached = new HashSet<string>();
        var next = new Queue<string>([start]);
        while (next.TryDequeue(out string? at))
        {
            foreach (string to in uses[at])
            {
                if (reached.Add(to))
                    next.Enqueue(to);
            }
        }
        return reached;
    }
}
