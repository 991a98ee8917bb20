using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Audio.Cli.Invocation;

/// <summary>
/// The help, with the defaults that hold here and now, and after it the examples of the command, or of the whole
/// program.
/// </summary>
internal sealed class HelpWithExamples(HelpAction help, SettingSymbols symbols, CommandContext context)
    : SynchronousCommandLineAction
{
    private const string Examples = """
        Examples:
          audiod                              run here, on port 8081, with the best loudspeaker there is
          audiod start                        run in the background; returns when it answers
          audiod start 9000 --sink wav:mix.wav --debug
          audiod status                       ask the one that was started
          audiod logs -f                      watch its log
          audiod play speech.wav              be heard through it
          audiod top                          watch what plays
          audiod stop                         let it play to the end, then stop
          audiod run --port 0 --sink null     on a free port, without sound

        Every option can also be set in the environment (AUDIOD_MAXCLIENTS=10) or in appsettings.json
        ("MaxClients": 10); the command line is strongest. docs/running.md lists them all, and the exit codes.
        """;

    public override int Invoke(ParseResult parseResult)
    {
        symbols.ShowDefaults(parseResult.CommandResult.Command, context);
        int code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is RootCommand)
            parseResult.InvocationConfiguration.Output.Write(Examples + Environment.NewLine);
        else if (parseResult.CommandResult.Command is CommandWithExamples command)
            parseResult.InvocationConfiguration.Output.Write(command.Examples + Environment.NewLine);
        return code;
    }

    public override bool ClearsParseErrors => true;
}
