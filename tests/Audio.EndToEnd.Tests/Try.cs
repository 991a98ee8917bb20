namespace Audio.EndToEnd.Tests;

/// <summary>
/// Tests that need real time of a machine that may stand still are tried again; how often stands in the results.
/// </summary>
internal static class Try
{
    /// <summary>Notes every try but the first as a warning of the running test.</summary>
    /// <param name="before">How many there were before.</param>
    public static void Note(int before)
    {
        if (before > 0)
            TestContext.Current.AddWarning($"Try {before + 1}: the one before did not have the time that it needs.");
    }
}
