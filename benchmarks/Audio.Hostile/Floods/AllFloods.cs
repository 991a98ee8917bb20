using System.Globalization;
using System.Text;
using Audio.Hostile.Wires;
using Audio.LoadGenerator.Sockets;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.V4;

namespace Audio.Hostile.Floods;

/// <summary>The floods, in the order of the table.</summary>
internal static class AllFloods
{
    private const int LargeChunk = 400_000;
    private const byte Continuation = 0;
    private static readonly TimeSpan Reply = TimeSpan.FromSeconds(30);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Flood> List { get; } =
    [
        new("none", static (context, _) => context.Hold()),
        new("empty-chunks-v4", static (context, _) => EmptyChunks(context, OpenV4(context))),
        new("empty-chunks-local", static (context, _) => EmptyChunks(context, LocalWire.Open(context.SocketPath))),
        new("empty-chunks-v3", EmptyChunksV3),
        new("empty-fragments", static (context, _) => Fragments(context, bytes: 0)),
        new("byte-fragments", static (context, _) => Fragments(context, bytes: 1)),
        new("pings", Pings),
        new("large-chunks-no-session", LargeChunks),
        new("odd-rates", OddRates),
        new("refused-bodies", RefusedBodies),
        new("log-lines", LogLines)
        {
            DaemonArguments = ["--log-size=1GiB"],
            NoteAsync = static (_, daemon, _) => Task.FromResult($"{daemon.LogBytes / 1048576.0:0.0} MiB of log"),
        },
        new("sessions-held", HeldSessions.Hold) { NoteAsync = HeldSessions.NoteAsync },
        new("idle-connections", IdleConnections.Hold) { MaxFiles = 256, NoteAsync = IdleConnections.NoteAsync },
        new("burst", Burst.Send) { NoteAsync = Burst.NoteAsync },
    ];

    /// <summary>Opens a WebSocket of version 4.</summary>
    public static WebSocketWire OpenV4(FloodContext context) => WebSocketWire.Open(context.Port, V4Wire.Subprotocol);

    /// <summary>Starts a session of version 4 on a new connection.</summary>
    /// <returns>Its handle.</returns>
    public static uint Start(ClientWire wire)
    {
        wire.Say(
            V4ClientMessages.Write(
                new V4StartSession { AudioFormat = new V4AudioFormat(StreamFormatNames.Pcm, 24_000, 1, BitDepth: 16) }
            )
        );
        while (wire.Receive(Reply) is { } json)
        {
            if (V4ServerMessages.Read(json) is V4SessionStarted started)
                return started.Handle;
        }
        throw new IOException("The daemon started no session.");
    }

    private static void EmptyChunks(FloodContext context, ClientWire wire)
    {
        using (wire)
        {
            byte[] frame = new byte[ChunkFrameHeader.Size];
            new ChunkFrameHeader(ChunkFrameFlags.None, ChunkFrameHeader.Size, Start(wire), 0).Write(frame);
            Pouring.Pour(context, wire, wire.Binary(frame));
        }
    }

    private static void EmptyChunksV3(FloodContext context, int number)
    {
        using var wire = WebSocketWire.Open(context.Port, subprotocol: null);
        wire.Say("""{"type":"start_session","audioFormat":{"sampleRate":24000,"channels":1,"bitDepth":16}}"""u8);
        Pouring.Pour(context, wire, wire.Text("""{"type":"audio_chunk","chunk":""}"""u8));
    }

    /// <summary>A message that never ends: FIN is not set in any of its frames.</summary>
    private static void Fragments(FloodContext context, int bytes)
    {
        using WebSocketWire wire = OpenV4(context);
        byte[] first = WebSocketFrames.Mask(WebSocketFrames.Binary, new byte[bytes]).Frame;
        byte[] next = WebSocketFrames.Mask(Continuation, new byte[bytes]).Frame;
        first[0] &= 0x7F;
        next[0] &= 0x7F;
        wire.Send(first);
        Pouring.Pour(context, wire, next);
    }

    private static void Pings(FloodContext context, int number)
    {
        using WebSocketWire wire = OpenV4(context);
        byte[] ping =
            number == 0 ? WebSocketFrames.Mask(WebSocketWire.Ping, []).Frame : wire.Text("""{"type":"ping"}"""u8);
        Pouring.Pour(context, wire, ping);
    }

    private static void LargeChunks(FloodContext context, int number)
    {
        using var wire = WebSocketWire.Open(context.Port, subprotocol: null);
        string chunk = Convert.ToBase64String(new byte[LargeChunk]);
        Pouring.Pour(
            context,
            wire,
            wire.Text(Encoding.ASCII.GetBytes($$"""{"type":"audio_chunk","chunk":"{{chunk}}"}"""))
        );
    }

    /// <summary>Each session has a rate that no session had before: a filter has to be designed for it.</summary>
    private static void OddRates(FloodContext context, int number)
    {
        using var wire = WebSocketWire.Open(context.Port, subprotocol: null);
        for (int rate = 47_999 - number; rate > 8_000 && !context.IsOver && wire.End is null; rate -= 2)
        {
            string text = rate.ToString(CultureInfo.InvariantCulture);
            wire.Say(
                Encoding.ASCII.GetBytes(
                    $$$"""{"type":"start_session","audioFormat":{"sampleRate":{{{text}}},"channels":1,"bitDepth":16}}"""
                )
            );
            wire.Receive(Reply);
        }
    }

    private static void RefusedBodies(FloodContext context, int number)
    {
        using var wire = LocalWire.OverTcp(context.Port);
        wire.Send(
            Encoding.ASCII.GetBytes(
                $"POST /v1/play?misspelt=1 HTTP/1.1\r\nHost: localhost:{context.Port}\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n"
            )
        );
        byte[] piece = [.. "10000\r\n"u8, .. new byte[0x10000], .. "\r\n"u8];
        Pouring.Pour(context, wire, piece);
    }

    private static void LogLines(FloodContext context, int number)
    {
        using var wire = WebSocketWire.Open(context.Port, subprotocol: null);
        string format = new('x', 200);
        Pouring.Pour(
            context,
            wire,
            wire.Text(Encoding.ASCII.GetBytes($$"""{"type":"start_session","audioFormat":"{{format}}"}"""))
        );
    }
}
