namespace Audio.EndToEnd.Tests.Structure;

/// <summary>What a rule of the house finds.</summary>
internal static class Findings
{
    /// <summary>Fails where something was found: with all of it, and with what to do about it.</summary>
    public static void ShouldBeNone(this IEnumerable<string> findings, string remedy)
    {
        string[] all = [.. findings];
        Assert.True(all.Length == 0, $"{remedy}\n  {string.Join("\n  ", all)}");
    }
}
