using System.Collections;
using System.Reflection;
using Audio.Core.Engine;
using Audio.Host.Running;

namespace Audio.Host.Tests.Running;

/// <summary>Finds every disposable object a daemon owns: its services, and the objects in their fields.</summary>
internal static class OwnedDisposables
{
    private static readonly Assembly[] Ours = [typeof(DaemonApplication).Assembly, typeof(AudioEngine).Assembly];

    /// <summary>Our own disposable types that can be created.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        .. Ours.SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                IsDisposable(type)
                && type is { IsAbstract: false, IsInterface: false }
                && !type.Name.Contains('<', StringComparison.Ordinal)
            ),
    ];

    /// <summary>All objects of our own types that these services hold.</summary>
    public static IReadOnlyList<object> Of(IServiceProvider services)
    {
        var found = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>();
        foreach (
            Type type in Ours.SelectMany(assembly => assembly.GetTypes())
                .Where(type => !type.ContainsGenericParameters && !type.IsValueType)
        )
        {
            Add(services.GetService(type));
        }

        foreach (
            object? hosted in (IEnumerable)
                services.GetService(typeof(IEnumerable<Microsoft.Extensions.Hosting.IHostedService>))!
        )
        {
            Add(hosted);
        }

        Add(services.GetService(typeof(Microsoft.Extensions.Hosting.IHostLifetime)));
        while (open.TryPop(out object? holder))
        {
            for (Type? type = holder.GetType(); type is not null; type = type.BaseType)
            {
                foreach (
                    FieldInfo field in type.GetFields(
                        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
                    )
                )
                {
                    Add(field.GetValue(holder));
                }
            }
        }
        return
        [
            .. found
                .Where(item => IsDisposable(item.GetType()))
                .OrderBy(item => item.GetType().FullName, StringComparer.Ordinal),
        ];

        void Add(object? value)
        {
            if (value is null)
                return;
            if (Ours.Contains(value.GetType().Assembly))
            {
                if (found.Add(value))
                    open.Push(value);
            }
            else if (value is IEnumerable and not string and not Array { Length: > 1000 })
            {
                foreach (object? item in (IEnumerable)value)
                {
                    if (item is not null && Ours.Contains(item.GetType().Assembly))
                        Add(item);
                }
            }
        }
    }

    /// <summary>Disposes the object this many times by each available method.</summary>
    public static async Task DisposeAsync(object item, int times = 2)
    {
        for (int time = 0; time < times; time++)
        {
            if (item is IAsyncDisposable later)
                await later.DisposeAsync();
            if (item is IDisposable now)
                now.Dispose();
        }
    }

    private static bool IsDisposable(Type type) =>
        typeof(IDisposable).IsAssignableFrom(type) || typeof(IAsyncDisposable).IsAssignableFrom(type);
}
