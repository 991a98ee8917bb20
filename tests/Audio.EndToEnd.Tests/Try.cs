namespace Audio.EndToEnd.Tests;

/// <summary>
/// Real-time tests are tried again, because the machine may be suspended. The results show how often.
/// </summary>
internal static class Try
{
    private static readonly Lock Warnings = new(); // a test may try several things at the same time

    /// <summary>Notes every try but the first as a warning of the running test.</summary>
    /// <param name="before">The number of earlier tries.</param>
    public static void Note(int before)
    {
        if (before == 0)
            return;
        lock (Warnings)
            TestContext.Current.AddWarning($"Try {before + 1}: the one before did not have the time that it needs.");
    }
}
