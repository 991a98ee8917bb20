using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Audio.Cli.Daemon.Connections;

/// <summary>
/// Looks at the first bytes of a connection to the port. An ordinary one goes on to the web server. One for which only
/// a kept place was left goes on if it asks for <c>/health</c>, and is otherwise answered with 503. Stateless.
/// </summary>
internal static class FirstWords
{
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(130); // Kestrel's own, between two requests
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private static ReadOnlySpan<byte> Health => "GET /health"u8;

    private static readonly byte[] Busy =
    [
        .. "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n"u8,
        .. "Content-Type: text/plain\r\nContent-Length: 47\r\n\r\n"u8,
        .. "Too many connections are open. Try again later."u8,
    ];

    /// <summary>The middleware.</summary>
    public static ConnectionDelegate Before(ConnectionDelegate next, TimeProvider time) =>
        connection =>
            connection.Features.Get<ListenerPlaces>() is { } places
            && connection.Features.Get<ConnectionPlace>() is { } place
                ? ServeAsync(connection, places, place, next, time)
                : next(connection);

    private static async Task ServeAsync(
        ConnectionContext connection,
        ListenerPlaces places,
        ConnectionPlace place,
        ConnectionDelegate next,
        TimeProvider time
    )
    {
        if (await ReadAsync(connection, time) is not { } first)
            return;
        bool isOrdinary = places.Settle(place);
        bool passes = isOrdinary || Begins(first);
        connection.Transport.Input.AdvanceTo(passes ? first.Start : first.End);
        if (!passes)
        {
            await RefuseAsync(connection);
            return;
        }

        using var patience = new CancellationTokenSource(isOrdinary ? Timeout.InfiniteTimeSpan : KeptFor, time);
        await using CancellationTokenRegistration offered = patience.Token.Register(() => places.Offer(place));
        await next(connection);
    }

    /// <summary>The first bytes; <see langword="null"/>: it is gone, displaced, or was silent for too long.</summary>
    private static async Task<ReadOnlySequence<byte>?> ReadAsync(ConnectionContext connection, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(SilenceLimit, time);
        try
        {
            ReadResult first = await connection.Transport.Input.ReadAsync(limit.Token);
            return first.Buffer.IsEmpty ? null : first.Buffer;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task RefuseAsync(ConnectionContext connection)
    {
        try
        {
            await connection.Transport.Output.WriteAsync(Busy);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It is gone.
        }
    }

    private static bool Begins(in ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        return reader.IsNext(Health);
    }
}
