using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Audio.Protocol.V4;

namespace Audio.Protocol.Tests.V4;

/// <summary>The messages of version 4 as the code has them.</summary>
internal static class V4Contract
{
    /// <summary>Every message of either side.</summary>
    public static IReadOnlyList<Type> Messages { get; } =
    [
        .. typeof(V4ClientMessage)
            .Assembly.GetTypes()
            .Where(type =>
                !type.IsAbstract
                && (type.IsSubclassOf(typeof(V4ClientMessage)) || type.IsSubclassOf(typeof(V4ServerMessage)))
            ),
    ];

    /// <summary>What stands in <c>type</c>.</summary>
    public static string TypeName(Type message)
    {
        object blank = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(message);
        ConstructorInfo constructor = message.GetConstructors()[0];
        constructor.Invoke(
            blank,
            [
                .. constructor
                    .GetParameters()
                    .Select(parameter =>
                        parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null
                    ),
            ]
        );
        return blank is V4ClientMessage client ? client.Type : ((V4ServerMessage)blank).Type;
    }

    public static JsonTypeInfo Of(Type type) =>
        V4Json.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is not in V4Json.");

    /// <summary>The values of a class of constants.</summary>
    public static IReadOnlyList<string> Constants(Type type) =>
        [
            .. type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.IsLiteral)
                .Select(field => (string)field.GetRawConstantValue()!),
        ];
}
