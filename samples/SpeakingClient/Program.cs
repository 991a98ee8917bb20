// Plays a WAV file through the daemon and reports what was heard. Usage: SpeakingClient FILE [ENDPOINT]     such as:
// SpeakingClient samples/speech-en-22k-16bit-mono.wav localhost:8081
using Audio.Client;
using Audio.Protocol;

if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("Usage: SpeakingClient FILE [ENDPOINT]");
    return 2;
}

try
{
    await using AudioDaemonClient client =
        args.Length == 2 ? await AudioDaemonClient.ConnectAsync(args[1]) : await AudioDaemonClient.ConnectAsync();
    PlaybackResult result = await client.PlayFileAsync(args[0]);
    Console.WriteLine($"{result.Reason} after {result.Played.TotalSeconds:0.0} s");
    return result.Reason == SessionEndReason.Completed ? 0 : 1;
}
catch (AudioDaemonException e) // no daemon, no room, a format that cannot be played
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
