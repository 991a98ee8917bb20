using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;

namespace Audio.Host.Transports;

/// <summary>
/// Upgrades a connection to a WebSocket and reports every byte received, including pings and parts of messages, which
/// the WebSocket does not report.
/// </summary>
internal sealed class ObservedUpgrade(IHttpUpgradeFeature upgrade) : IHttpUpgradeFeature
{
    // Set before the first read.
    private Action? _received;

    /// <inheritdoc/>
    public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

    /// <summary>Wraps the upgrade of a request.</summary>
    public static void Observe(IFeatureCollection features)
    {
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            features.Set<IHttpUpgradeFeature>(new ObservedUpgrade(upgrade));
    }

    /// <summary>Sets the callback for received bytes; it runs on the reading thread.</summary>
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
