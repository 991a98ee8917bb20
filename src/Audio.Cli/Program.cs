using Audio.Cli;
using Audio.Cli.Invocation;
using Audio.Cli.Terminal;
using Audio.Host.Options;
using Audio.Host.Running;

InlineSockets.Enable();
try
{
    var context = new CommandContext
    {
        Out = Console.Out,
        Error = Console.Error,
        Layers = [SettingLayer.File(DaemonOptionsLoader.DefaultFile), SettingLayer.Environment()],
    };
    return await AudiodCommandLine.RunAsync(args, context);
}
catch (OptionException e)
{
    await TerminalWriter.Over(Console.Error).WriteLineAsync($"audiod: {e.Message}");
    return ExitCode.Usage;
}
