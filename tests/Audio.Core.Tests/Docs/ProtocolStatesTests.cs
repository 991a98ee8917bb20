using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Audio.Core.Sessions;

namespace Audio.Core.Tests.Docs;

/// <summary>The diagram of docs/protocol.md is the table that sessions follow.</summary>
public sealed partial class ProtocolStatesTests
{
    [Fact]
    public void The_diagram_has_every_move_and_no_other()
    {
        string diagram = File.ReadAllText(DocPath()).Split("```mermaid\nstateDiagram-v2\n")[1].Split("```")[0];
        string[] drawn = [.. Arrow().Matches(diagram).Select(arrow => arrow.Value.Trim())];

        string[] moves =
        [
            .. from state in Enum.GetValues<SessionState>()
            from trigger in Enum.GetValues<SessionTrigger>()
            let next = SessionTransitions.Next(state, trigger)
            where next != state
            select $"{Name(state)} --> {Name(next)}: {Name(trigger)}",
        ];

        drawn.Should().BeEquivalentTo(moves);
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string DocPath([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/protocol.md"));

    [GeneratedRegex(@"^ +[a-z]+ --> [a-z]+: [a-z]+$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
