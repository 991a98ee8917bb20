using System.Text.RegularExpressions;
using Audio.Protocol.V4;
using Audio.Testing.Vectors;

namespace Audio.Protocol.Tests.V4;

/// <summary>docs/protocol.md says of version 4 what the code does.</summary>
public sealed partial class V4PageTests
{
    [Fact]
    public void Its_messages_are_the_vectors() =>
        ProtocolPage.V4Messages.Should().Equal(ProtocolVectors.Messages.Select(vector => vector.Json));

    [Fact]
    public void It_shows_every_message()
    {
        string[] types = [.. V4Contract.Messages.Select(V4Contract.TypeName)];

        types.Should().HaveCount(27).And.OnlyHaveUniqueItems();
        ProtocolPage.V4Messages.Select(line => line.Split('"')[3]).Distinct().Should().BeEquivalentTo(types);
    }

    [Fact]
    public void Its_table_of_errors_is_the_code_s()
    {
        (string Code, bool Helps)[] rows =
        [
            .. ErrorRow()
                .Matches(ProtocolPage.V4Section("Error codes"))
                .Select(row =>
                    (row.Groups["code"].Value, row.Groups["retry"].Value.StartsWith("helps", StringComparison.Ordinal))
                ),
        ];

        rows.Should().Equal(V4ErrorCodes.All.Select(code => (code, V4ErrorCodes.IsRetryable(code))));
    }

    [Fact]
    public void Its_table_of_reasons_is_the_code_s() =>
        ReasonRow()
            .Matches(ProtocolPage.V4Section("Events").Split("| reason |")[1])
            .Select(row => row.Groups["name"].Value)
            .Should()
            .BeEquivalentTo(V4Contract.Constants(typeof(V4EndReasons)));

    [Fact]
    public void It_names_every_encoding_and_cap()
    {
        foreach (string encoding in SampleEncodingNames.All)
            ProtocolPage.ShouldShow($"`{encoding}`");
        ProtocolPage.ShouldShow($"subprotocol `{V4Wire.Subprotocol}`");
        ProtocolPage.ShouldShow($"1 to {SessionNames.MaxLength} of A-Z a-z 0-9 . _ -");
        foreach (string prefix in SessionNames.Reserved)
            ProtocolPage.ShouldShow($"`{prefix}`");
        ProtocolPage.ShouldShow($"at most {V4Wire.MaxRequestIdLength} characters");
        ProtocolPage.ShouldShow($"at most {V4Wire.FormatWindow} bytes until the format is known");
    }

    [GeneratedRegex(
        @"^\| `(?<code>[a-z_]+)` \|[^|]+\| (?<retry>helps|does not help)[^|]*\|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ErrorRow();

    [GeneratedRegex(@"^\| `(?<name>[a-z_]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ReasonRow();
}
