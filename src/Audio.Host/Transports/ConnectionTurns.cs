using System.IO.Pipelines;
using Audio.Core.Wires;
using Audio.Core.Wires.Transports;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Audio.Host.Transports;

/// <summary>Reads the connections of an endpoint in turns, which <see cref="Running.InlineSockets"/> needs.</summary>
internal static class ConnectionTurns
{
    public static void Use(ListenOptions listen)
    {
        TimeProvider time = listen.ApplicationServices.GetRequiredService<TimeProvider>();
        listen.Use(next =>
            connection =>
            {
                IDuplexPipe pipe = connection.Transport;
                var turns = new TurnReader(pipe.Input, new WireBudget(), time);
                connection.Transport = new Pipes(turns, pipe.Output);
                connection.Features.Set(turns); // for ReadableBytes
                return next(connection);
            }
        );
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
