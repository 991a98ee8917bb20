using System.CommandLine;
using System.CommandLine.Parsing;
using Audio.LoadGenerator.Commands;

var root = new RootCommand(
    "Real-time clients against a running audio daemon, and what they cost it. Linux: it reads /proc."
)
{
    HelpName = "Audio.LoadGenerator",
};
root.Subcommands.Add(RampCommand.Create());
root.Subcommands.Add(IdleCommand.Create());
root.Subcommands.Add(SpeechCommand.Create());
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count == 0)
    return await parsed.InvokeAsync();
foreach (ParseError error in parsed.Errors)
    Console.Error.WriteLine(error.Message);
Console.Error.WriteLine("--help lists what there is.");
return 2;
