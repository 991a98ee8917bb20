using System.Text;
using Spectre.Console;

namespace Audio.Cli.Tests;

/// <summary>A terminal that records its output.</summary>
internal sealed class FakeTerminal : IAnsiConsoleOutput
{
    private readonly StringWriter _writer = new();

    public FakeTerminal() =>
        Console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.Yes,
                Out = this,
            }
        );

    public IAnsiConsole Console { get; }

    /// <summary>The output so far, including control sequences.</summary>
    public string Text => _writer.ToString();

    public TextWriter Writer => _writer;

    public bool IsTerminal => true;

    public int Width { get; init; } = 140;

    public int Height => 12;

    public void SetEncoding(Encoding encoding)
    {
        // The output is recorded as text, without an encoding.
    }
}
