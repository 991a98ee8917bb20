using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>
/// A test is named by a sentence, with underscores between the words. The first word may be the name of the code under
/// test. The other words are in lower case, except names.
/// </summary>
public sealed partial class TestNameTests
{
    /// <summary>All words in the product, the scripts and the documentation. A name must be one of them.</summary>
    private static readonly Lazy<HashSet<string>> Words = new(static () =>
        [
            .. Repository
                .Under("src/", ".cs")
                .Concat(Repository.Under("", ".sh"))
                .Concat(Repository.Under("", ".md"))
                .SelectMany(f => Word().Matches(Repository.Read(f)))
                .Select(m => m.Value),
        ]
    );

    [Fact]
    public void Every_test_is_named_by_a_sentence()
    {
        (string Place, string Name)[] tests = [.. SourceFile.Under("tests/").SelectMany(TestsIn)];
        tests.Should().HaveCountGreaterThan(1000);

        tests
            .Where(t => !IsSentence(t.Name))
            .Select(t => $"{t.Place}: {t.Name}")
            .ShouldBeNone("Name these by sentences, as in Read_at_the_end_gives_nothing:");
    }

    [Theory]
    [InlineData("Read_at_the_end_gives_nothing")]
    [InlineData("A_session_ends_once")]
    [InlineData("A_WAV_header_is_read")]
    [InlineData("Core_stands_on_NAudio")]
    [InlineData("Core_and_Client_log")]
    public void A_sentence_is_in_lower_case_but_for_names(string name) => IsSentence(name).Should().BeTrue();

    [Theory]
    [InlineData("ReadsNothing")]
    [InlineData("Read_AtTheEnd_GivesNothing")]
    [InlineData("Read_Empty_Fails")]
    [InlineData("Read_AtTheEnd_gives_nothing")]
    [InlineData("read_at_the_end_gives_nothing")]
    public void Other_ways_of_naming_are_no_sentences(string name) => IsSentence(name).Should().BeFalse();

    /// <summary>At least half of the words are in lower case: otherwise it is Method_Condition_Result.</summary>
    private static bool IsSentence(string name)
    {
        string[] words = name.Split('_');
        string[] names = [.. words.Skip(1).Where(w => w.Any(char.IsUpper))];
        return words.Length > 1
            && char.IsUpper(words[0][0])
            && names.Length * 2 <= words.Length - 1
            && names.All(Words.Value.Contains);
    }

    private static IEnumerable<(string Place, string Name)> TestsIn(SourceFile file) =>
        CSharpSyntaxTree
            .ParseText(string.Join('\n', file.Lines))
            .GetRoot()
            .DescendantNodes(n => n is not BaseMethodDeclarationSyntax)
            .OfType<MethodDeclarationSyntax>()
            .Where(m => m.AttributeLists.SelectMany(l => l.Attributes).Any(a => $"{a.Name}" is "Fact" or "Theory"))
            .Select(m =>
                (
                    $"{file.Path}:{m.Identifier.GetLocation().GetLineSpan().StartLinePosition.Line + 1}",
                    m.Identifier.Text
                )
            );

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
