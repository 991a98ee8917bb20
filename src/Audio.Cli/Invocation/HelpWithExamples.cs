using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Audio.Cli.Invocation;

/// <summary>
/// The help with the defaults that apply right now, followed by the examples of the command or of the whole program.
/// </summary>
internal sealed class HelpWithExamples(HelpAction help, SettingSymbols symbols, CommandContext context)
    : SynchronousCommandLineAction
{
    private const string Examples = """
        Examples:
          audiod                              run in the foreground, on port 8081, with the first sink that opens
          audiod start                        run in the background; returns once the daemon answers
          audiod start 9000 --sink wav:mix.wav --debug
          audiod status                       show the daemon started last
          audiod logs -f                      follow its log
          audiod play speech.wav              play a file
          audiod top                          watch what is playing
          audiod stop                         let it finish playing, then stop it
          audiod run --port 0 --sink null     run on a free port, without sound

        Every option can also be set in the environment (AUDIOD_MAXCLIENTS=10) or in appsettings.json
        ("MaxClients": 10); the command line takes precedence. docs/running.md lists all options and exit codes.
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
