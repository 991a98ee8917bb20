using System.Text;
using Spectre.Console;

namespace Audio.Cli.Tests;

/// <summary>A terminal that keeps what was written to it.</summary>
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

    /// <summary>Everything, control sequences included.</summary>
    public string Text => _writer.ToString();

    public TextWriter Writer => _writer;

    public bool IsTerminal => true;

    public int Width => 140;

    public int Height => 12;

    public void SetEncoding(Encoding encoding)
    {
        // Text stays text.
    }
}
