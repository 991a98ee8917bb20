using System.IO.Pipelines;
using System.IO.Pipes;
using System.Net.Sockets;

namespace Audio.Client.Transports;

/// <summary>Opens connections to a daemon on the same machine.</summary>
internal static class LocalTransports
{
    public static async ValueTask<IClientTransport> OpenUnixAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new PipeTransport(new StreamPipe(new NetworkStream(socket, ownsSocket: true)), socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static async ValueTask<IClientTransport> OpenNamedPipeAsync(string name, CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(
            ".",
            name,
            PipeDirection.InOut,
            System.IO.Pipes.PipeOptions.Asynchronous | System.IO.Pipes.PipeOptions.CurrentUserOnly
        );
        try
        {
            await pipe.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return new PipeTransport(new StreamPipe(pipe), pipe);
        }
        catch
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private sealed class StreamPipe(Stream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }
}
