using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;

namespace Audio.Host.Tests.WebSockets;

/// <summary>
/// Two ends of one WebSocket connection in memory; each direction holds at most so many bytes that nobody has read,
/// like a TCP connection.
/// </summary>
internal sealed class SocketPair : IDisposable
{
    private readonly Pipe _toServer;
    private readonly Pipe _toClient;

    public SocketPair(int bufferBytes = 64 * 1024)
    {
        _toServer = new Pipe(
            new PipeOptions(
                pauseWriterThreshold: bufferBytes,
                resumeWriterThreshold: bufferBytes / 2,
                useSynchronizationContext: false
            )
        );
        _toClient = new Pipe(
            new PipeOptions(
                pauseWriterThreshold: bufferBytes,
                resumeWriterThreshold: bufferBytes / 2,
                useSynchronizationContext: false
            )
        );
        Server = WebSocket.CreateFromStream(
            new Duplex(_toServer.Reader, _toClient.Writer),
            new WebSocketCreationOptions { IsServer = true }
        );
        Client = WebSocket.CreateFromStream(
            new Duplex(_toClient.Reader, _toServer.Writer),
            new WebSocketCreationOptions()
        );
    }

    public WebSocket Server { get; }

    public WebSocket Client { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task SendAsync(string text) =>
        Client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Cancel);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Binary, bool end = true) =>
        Client.SendAsync(bytes, type, end, Cancel);

    /// <summary>
    /// Sends bytes beside the client's own frames; masked where they are to be right ones (RFC 6455, section 5.2).
    /// </summary>
    public async Task SendRawAsync(params byte[] bytes) => await _toServer.Writer.WriteAsync(bytes, Cancel);

    /// <summary>The next message that the client gets: its text, or <c>close CODE REASON</c>.</summary>
    public async Task<string> ReceiveAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        int count = 0;
        while (true)
        {
            WebSocketReceiveResult result = await Client.ReceiveAsync(
                new ArraySegment<byte>(buffer, count, buffer.Length - count),
                Cancel
            );
            if (result.MessageType == WebSocketMessageType.Close)
                return $"close {(int)result.CloseStatus!} {result.CloseStatusDescription}";
            count += result.Count;
            if (result.EndOfMessage)
                return Encoding.UTF8.GetString(buffer, 0, count);
        }
    }

    /// <summary>The client vanishes without a word.</summary>
    public void Cut()
    {
        _toServer.Writer.Complete();
        _toClient.Reader.Complete(new IOException("Connection reset by peer."));
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private sealed class Duplex(PipeReader reader, PipeWriter writer) : Stream
    {
        private readonly Stream _in = reader.AsStream();
        private readonly Stream _out = writer.AsStream();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        /// <summary>Like a socket, it can be waited on without a buffer.</summary>
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (!buffer.IsEmpty)
                return await _in.ReadAsync(buffer, cancellationToken);
            ReadResult result = await reader.ReadAsync(cancellationToken);
            reader.AdvanceTo(result.Buffer.Start);
            return result.IsCanceled ? throw new OperationCanceledException("The connection was disposed of.") : 0;
        }

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => _out.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            _out.WriteAsync(buffer, offset, count, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => _out.FlushAsync(cancellationToken);

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        /// <summary>Both directions end, and whoever waits in them learns it.</summary>
        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                reader.CancelPendingRead();
                writer.CancelPendingFlush();
                reader.Complete();
                writer.Complete();
            }
            base.Dispose(disposing);
        }
    }
}
