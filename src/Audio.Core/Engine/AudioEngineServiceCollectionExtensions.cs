using Audio.Core.Engine;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of the audio engine.</summary>
/// <remarks>
/// It is in the namespace of <see cref="IServiceCollection"/>, as is customary, so that callers need no using.
/// </remarks>
public static class AudioEngineServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine as a singleton. The host calls <see cref="AudioEngine.Start"/>; the container disposes it.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets options; may be called more than once.</param>
    public static IServiceCollection AddAudioEngine(
        this IServiceCollection services,
        Action<AudioEngineOptions>? configure = null
    )
    {
        if (configure is not null)
            services.Configure(configure);
        services.AddOptions<AudioEngineOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider =>
            AudioEngine.Create(
                provider.GetRequiredService<IOptions<AudioEngineOptions>>().Value,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance
            )
        );
        return services;
    }
}
