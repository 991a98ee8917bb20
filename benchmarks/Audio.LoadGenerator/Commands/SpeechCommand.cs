using System.CommandLine;
using Audio.LoadGenerator.Speech;

namespace Audio.LoadGenerator.Commands;

/// <summary><c>speech</c>: one client for each file.</summary>
internal static class SpeechCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var daemon = new DaemonSymbols();
        var files = new Argument<string[]>("files")
        {
            Description = "Mono 16-bit WAV files, a client for each",
            HelpName = "FILE.wav",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            "speech",
            "A few clients of version 3 that each speak a file, and then nobody; "
                + "benchmarks/ten-clients.sh sets all of it up. Ends with 1 where a figure is missed."
        )
        {
            daemon.Port,
            daemon.ProcessId,
            files,
        };
        command.SetAction(
            async (result, _) =>
            {
                WavFile[] speech;
                try
                {
                    speech = [.. result.GetValue(files)!.Select(WavFile.Read)];
                }
                catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
                {
                    await result.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                    return 2;
                }
                var run = new SpeechRun(
                    daemon.Read(result).Port,
                    daemon.Read(result).ProcessId,
                    result.InvocationConfiguration.Output,
                    result.InvocationConfiguration.Error
                );
                return await run.RunAsync(speech) ? 0 : 1;
            }
        );
        return command;
    }
}
