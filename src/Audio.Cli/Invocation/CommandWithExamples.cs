using System.CommandLine;

namespace Audio.Cli.Invocation;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class CommandWithExamples(string name, string description, string examples) : Command(name, description)
{
    /// <summary>The text after the options, ready to print.</summary>
    public string Examples => examples;
}
