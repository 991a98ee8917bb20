using Audio.Client;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the client.</summary>
public static class AudioDaemonClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="AudioDaemonClient"/> as a singleton, which is also the <see cref="IAudioDaemonClient"/>. It
    /// connects when it is first used, and is disposed with the container.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets the options; may be called more than once.</param>
    public static IServiceCollection AddAudioDaemonClient(
        this IServiceCollection services,
        Action<AudioDaemonClientOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
            services.Configure(configure);
        services.AddOptions<AudioDaemonClientOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new AudioDaemonClient(
            provider.GetRequiredService<IOptions<AudioDaemonClientOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILoggerFactory>()
        ));
        services.TryAddSingleton<IAudioDaemonClient>(static provider =>
            provider.GetRequiredService<AudioDaemonClient>()
        );
        return services;
    }
}
