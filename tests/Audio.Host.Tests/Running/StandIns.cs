using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Reflection;
using Audio.Core.Sinks;
using Audio.Host.Options;
using Audio.Protocol;
using Audio.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Host.Tests.Running;

/// <summary>
/// Creates objects of unknown types: constructor arguments come from the services or are plain values.
/// </summary>
internal sealed class StandIns(IServiceProvider services, TempFolder folder)
{
    private const int Deepest = 4;

    private int _names;

    /// <summary>
    /// Creates an object of this type; <see langword="null"/> if a constructor argument has no stand-in.
    /// </summary>
    public object? Make(Type type) => Make(type, Deepest);

    private object? Make(Type type, int depth)
    {
        foreach (
            ConstructorInfo constructor in type.GetConstructors(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
            )
        )
        {
            object?[] arguments = [.. constructor.GetParameters().Select(parameter => Argument(parameter, depth))];
            if (arguments.Contains(null))
                continue;
            try
            {
                return constructor.Invoke(arguments);
            }
            catch (TargetInvocationException)
            {
                // The constructor rejected these values.
            }
        }
        return null;
    }

    private object? Argument(ParameterInfo parameter, int depth)
    {
        Type type = parameter.ParameterType;
        return Value(type)
            ?? services.GetService(type)
            ?? (parameter.HasDefaultValue ? parameter.DefaultValue : null)
            ?? (
                depth > 0
                && type is { IsClass: true, IsAbstract: false }
                && type.Namespace?.StartsWith("Audio", StringComparison.Ordinal) == true
                    ? Make(type, depth - 1)
                    : null
            );
    }

    private object? Value(Type type) =>
        type == typeof(string) ? folder.File($"{++_names}")
        : type == typeof(int) ? 1000
        : type == typeof(long) ? 1000L
        : type == typeof(bool) ? true
        : type == typeof(TimeSpan) ? TimeSpan.FromSeconds(1)
        : type == typeof(CancellationToken) ? CancellationToken.None
        : type == typeof(TimeProvider) ? TimeProvider.System
        : type == typeof(Stream) ? new MemoryStream()
        : type == typeof(WebSocket)
            ? WebSocket.CreateFromStream(new MemoryStream(), new WebSocketCreationOptions { IsServer = true })
        : type == typeof(PipeReader) ? new Pipe().Reader
        : type == typeof(ILogger) ? NullLogger.Instance
        : type == typeof(ILoggerFactory) ? NullLoggerFactory.Instance
        : type == typeof(SinkOptions) ? new SinkOptions { Sink = "null" }
        : type == typeof(AudioFormat) ? AudioFormat.Pcm16(48_000, 2)
        : type == typeof(DaemonOptions)
            ? new DaemonOptions { Engine = new() { Sink = new SinkOptions { Sink = "null" } } }
        : null;
}
