using Audio.Host.Commands;
using Audio.Host.Options;
using Audio.Host.Running;
using Audio.Host.Terminal;

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
