using Audio.Client;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of the client.</summary>
public static class AudioDaemonClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="AudioDaemonClient"/>, and the same one as <see cref="IAudioDaemonClient"/>, as a singleton,
    /// which connects when it is first used and is disposed with the container.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets options; may be called more than once.</param>
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
