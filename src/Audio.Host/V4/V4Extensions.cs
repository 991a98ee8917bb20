using Audio.Core.Engine;
using Audio.Core.Wires.V4;
using Audio.Host.Options;

namespace Audio.Host.V4;

/// <summary>Registers version 4 of the wire.</summary>
internal static class V4Extensions
{
    public static IServiceCollection AddV4(this IServiceCollection services)
    {
        services.AddSingleton(static provider =>
        {
            DaemonOptions options = provider.GetRequiredService<DaemonOptions>();
            return new V4Server(
                provider.GetRequiredService<AudioEngine>(),
                new V4ServerOptions
                {
                    ResumeWindow = options.ResumeWindow,
                    InactiveTimeout = options.InactiveTimeout,
                    MaxMessageBytes = options.MaxMessageBytes,
                },
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>()
            );
        });
        services.AddSingleton<V4Endpoint>();
        services.AddSingleton<LocalSocketHandler>();
        return services;
    }
}
