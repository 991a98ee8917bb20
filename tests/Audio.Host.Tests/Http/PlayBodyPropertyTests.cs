using Audio.Core.Sessions;
using Audio.Testing.Signals;
using CsCheck;

namespace Audio.Host.Tests.Http;

/// <summary>Any body, cut into any pieces, is played or refused with a problem, and leaves nothing behind.</summary>
public sealed class PlayBodyPropertyTests
{
    private static readonly byte[] Header = WaveFile.FromInt16([], 48_000, 1).Header(uint.MaxValue);

    /// <summary>Noise, preceded by a valid, faulty or truncated header, or by none.</summary>
    private static readonly Gen<byte[]> Bodies = Gen.Select(
        Gen.OneOf(
            Gen.Byte.Array[0, 8],
            Gen.Const(Header),
            Gen.Int[0, Header.Length].Select(length => Header[..length]),
            Gen.Select(Gen.Int[0, Header.Length - 1], Gen.Byte, Damaged)
        ),
        Gen.Byte.Array[0, 200],
        (start, rest) => (byte[])[.. start, .. rest]
    );

    private static readonly Gen<(string Query, string? Type)> Requests = Gen.OneOf<(string, string?)>(
        ("", null),
        ("", "audio/wav"),
        ("?rate=48000", null),
        ("?rate=8000&bits=8&channels=2", null),
        ("?rate=22050&encoding=pcm_f64le", null),
        ("?wait=false", null),
        ("", "audio/L16;rate=48000")
    );

    [Fact]
    public async Task Any_bytes_in_any_pieces_are_played_or_refused() =>
        await Gen.Select(Bodies, Requests, Gen.Int[1, 60], Gen.Bool)
            .SampleAsync(
                async (body, request, piece, breaks) =>
                {
                    var rig = new PlayRig();
                    PlayCall call = rig.Begin(request.Query, request.Type);
                    foreach (byte[] bytes in body.Chunk(piece))
                        await call.SendAsync(bytes);
                    if (breaks)
                        call.Break();
                    else
                        call.End();

                    // Not played to the end, because a header may declare hours.
                    foreach (AudioSession session in rig.Test.Engine.Sessions)
                        session.Cancel();
                    rig.Test.Time.Advance(TimeSpan.FromSeconds(1));

                    (int status, string json) = await call.AnswerAsync();
                    status.Should().BeOneOf([200, 202, 400, 415, 422], json);
                    rig.Test.Engine.Sessions.Should().BeEmpty();
                },
                iter: 500,
                threads: 1
            );

    private static byte[] Damaged(int at, byte value)
    {
        byte[] header = [.. Header];
        header[at] = value;
        return header;
    }
}
