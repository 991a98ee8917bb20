using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;

namespace Audio.Host.Transports;

/// <summary>
/// The upgrade of a connection to a WebSocket, with somebody who is told of every byte that comes: also of a ping and
/// of a part of a message, of which the WebSocket says nothing.
/// </summary>
internal sealed class ObservedUpgrade(IHttpUpgradeFeature upgrade) : IHttpUpgradeFeature
{
    // Set before the first byte is read.
    private Action? _received;

    /// <inheritdoc/>
    public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

    /// <summary>Puts itself in front of the upgrade of a request.</summary>
    public static void Observe(IFeatureCollection features)
    {
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            features.Set<IHttpUpgradeFeature>(new ObservedUpgrade(upgrade));
    }

    /// <summary>Sets what is called when bytes have come, on the thread that reads them.</summary>
    public static void OnReceived(IFeatureCollection features, Action received)
    {
        if (features.Get<IHttpUpgradeFeature>() is ObservedUpgrade observed)
            observed._received = received;
    }

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => new ObservedStream(await upgrade.UpgradeAsync(), _received);

    private sealed class ObservedStream(Stream stream, Action? received) : DuplexStream
    {
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            int count = await stream.ReadAsync(buffer, cancellationToken);
            if (count > 0)
                received?.Invoke();
            return count;
        }

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => stream.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);

        public override void Flush() => stream.Flush();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
