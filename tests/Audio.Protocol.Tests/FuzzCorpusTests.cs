using System.Runtime.CompilerServices;
using Audio.Fuzz;

namespace Audio.Protocol.Tests;

/// <summary>
/// The corpus of tests/Audio.Fuzz, once each and cut short at every byte: what a fuzzer found stays mended.
/// </summary>
public sealed class FuzzCorpusTests
{
    public static TheoryData<string> Targets => [.. FuzzTargets.All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_input_is_a_finding(string target)
    {
        string[] files = Directory.GetFiles(Path.Combine(Folder(), target));
        files.Should().NotBeEmpty();

        foreach (byte[] bytes in files.Select(File.ReadAllBytes))
        {
            for (int length = 0; length <= bytes.Length; length++)
                FuzzTargets.All[target](bytes[..length]);
        }
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../Audio.Fuzz/Corpus"));
}
