using System.Buffers.Binary;
using Audio.LoadGenerator.Measuring;
using Audio.LoadGenerator.Sockets;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.V4;

namespace Audio.LoadGenerator.Clients;

/// <summary>A client of version 4 with many sessions on its connection.</summary>
internal sealed class V4LoadConnection : WebSocketConnection
{
    private readonly Dictionary<string, Speaker> _sessions = [];
    private readonly byte[] _chunk; // a masked frame whose payload is complete but for its header
    private readonly int _payload; // where its masked payload begins

    public V4LoadConnection(LoadOptions options, Recorder recorder)
        : base(options, recorder, V4Wire.Subprotocol) =>
        (_chunk, _payload) = WebSocketFrames.Mask(
            WebSocketFrames.Binary,
            [.. new byte[ChunkFrameHeader.Size], .. Tone.Chunk(options)]
        );

    /// <inheritdoc/>
    public override bool IsReady(Speaker speaker) => speaker.Handle != 0;

    /// <inheritdoc/>
    public override void Open(Speaker speaker) =>
        Say(
            V4ClientMessages.Write(
                new V4StartSession
                {
                    AudioFormat = new V4AudioFormat(
                        StreamFormatNames.Pcm,
                        Options.Rate,
                        Options.Channels,
                        BitDepth: 16
                    ),
                    RequestId = Begin(speaker),
                }
            )
        );

    /// <inheritdoc/>
    public override void Send(Speaker speaker, int chunks)
    {
        for (int i = 0; i < chunks; i++)
        {
            Span<byte> frame = Socket!.Reserve(_chunk.Length);
            _chunk.CopyTo(frame);
            WriteHeader(
                frame,
                _payload,
                speaker.Handle,
                (long)(speaker.Sent + i) * Options.ChunkBytes,
                ChunkFrameFlags.None
            );
            Socket.Advance(_chunk.Length);
        }
    }

    /// <inheritdoc/>
    public override void End(Speaker speaker)
    {
        (byte[] frame, int payload) = WebSocketFrames.Mask(WebSocketFrames.Binary, new byte[ChunkFrameHeader.Size]);
        WriteHeader(
            frame,
            payload,
            speaker.Handle,
            (long)speaker.Sent * Options.ChunkBytes,
            ChunkFrameFlags.EndOfStream
        );
        Socket!.Append(frame);
    }

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> json, long now)
    {
        if (json.StartsWith("{\"type\":\"flow\""u8))
            return; // real-time sending never gets near the limit
        switch (V4ServerMessages.Read(json))
        {
            case V4SessionStarted { RequestId: { } request } started
                when _sessions.Remove(request, out Speaker? speaker):
                speaker.Handle = started.Handle;
                _sessions[started.SessionId] = speaker;
                break;
            case V4Playing playing when _sessions.TryGetValue(playing.SessionId, out Speaker? speaker):
                Recorder.Playing(speaker, now, playing.TtfaMs, playing.MixedMs);
                break;
            case V4SessionEnded ended when _sessions.Remove(ended.SessionId, out Speaker? speaker):
                Recorder.Ended(speaker, ended.Reason, ended.Underruns, ended.FramesPlayed);
                break;
            case V4Error error:
                Recorder.Fault(error.Error);
                break;
        }
    }

    private string Begin(Speaker speaker)
    {
        string request = $"r{speaker.Number}";
        _sessions[request] = speaker;
        return request;
    }

    /// <summary>Writes the header, masked with the frame's key, which repeats every four bytes.</summary>
    private static void WriteHeader(Span<byte> frame, int payload, uint handle, long offset, ChunkFrameFlags flags)
    {
        Span<byte> header = frame.Slice(payload, ChunkFrameHeader.Size);
        new ChunkFrameHeader(flags, ChunkFrameHeader.Size, handle, offset).Write(header);
        uint key = BinaryPrimitives.ReadUInt32LittleEndian(frame[(payload - 4)..]);
        for (int i = 0; i < ChunkFrameHeader.Size; i += 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(
                header[i..],
                BinaryPrimitives.ReadUInt32LittleEndian(header[i..]) ^ key
            );
        }
    }
}
