namespace Audio.EndToEnd.Tests.Structure;

/// <summary>Violations of a rule.</summary>
internal static class Findings
{
    /// <summary>Fails if there are any, and says what to do about them.</summary>
    public static void ShouldBeNone(this IEnumerable<string> findings, string remedy)
    {
        string[] all = [.. findings];
        Assert.True(all.Length == 0, $"{remedy}\n  {string.Join("\n  ", all)}");
    }
}
