using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>One type uses another of the same assembly.</summary>
internal readonly record struct TypeArrow(string From, string To);

/// <summary>
/// Which types of an assembly use which others, from its metadata and code. A nested type, including compiler-generated
/// ones, counts as its outermost type. Constants leave no trace in an assembly and cause no arrow.
/// </summary>
internal sealed class TypeGraph
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly TypeUses _uses;
    private readonly HashSet<TypeArrow> _arrows = [];

    private TypeGraph(PEReader file)
    {
        _file = file;
        _reader = file.GetMetadataReader();
        _uses = new TypeUses(_reader);
    }

    public static IReadOnlyCollection<TypeArrow> Of(PEReader file)
    {
        var graph = new TypeGraph(file);
        foreach (TypeDefinitionHandle type in graph._reader.TypeDefinitions)
            graph.Add(type);
        return graph._arrows;
    }

    /// <summary>The namespace of a type in an arrow; empty for the global one.</summary>
    public static string NamespaceOf(string type) => type.LastIndexOf('.') is var dot and > 0 ? type[..dot] : "";

    private void Add(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        _uses.Clear();

        _uses.Entity(type.BaseType);
        foreach (InterfaceImplementationHandle i in type.GetInterfaceImplementations())
            _uses.Entity(_reader.GetInterfaceImplementation(i).Interface);
        foreach (FieldDefinitionHandle f in type.GetFields())
        {
            FieldDefinition field = _reader.GetFieldDefinition(f);
            field.DecodeSignature(_uses, null);
            Attributes(field.GetCustomAttributes());
        }
        foreach (MethodDefinitionHandle m in type.GetMethods())
            Add(_reader.GetMethodDefinition(m));
        foreach (PropertyDefinitionHandle p in type.GetProperties())
            Attributes(_reader.GetPropertyDefinition(p).GetCustomAttributes());
        foreach (EventDefinitionHandle e in type.GetEvents())
            Attributes(_reader.GetEventDefinition(e).GetCustomAttributes());
        Generics(type.GetGenericParameters());
        Attributes(type.GetCustomAttributes());

        string from = _uses.NameOf(handle);
        foreach (string to in _uses.Found)
        {
            if (to != from)
                _arrows.Add(new TypeArrow(from, to));
        }
    }

    private void Add(MethodDefinition method)
    {
        method.DecodeSignature(_uses, null);
        Generics(method.GetGenericParameters());
        Attributes(method.GetCustomAttributes());
        foreach (ParameterHandle p in method.GetParameters())
            Attributes(_reader.GetParameter(p).GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
            return;

        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_uses, null);
        foreach (ExceptionRegion region in body.ExceptionRegions)
            _uses.Entity(region.CatchType);
        foreach (int token in InstructionTokens.Of(body.GetILReader()))
        {
            EntityHandle used = MetadataTokens.EntityHandle(token);
            if (used.Kind != HandleKind.UserString)
                _uses.Entity(used);
        }
    }

    private void Generics(GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterHandle p in parameters)
        {
            GenericParameter parameter = _reader.GetGenericParameter(p);
            foreach (GenericParameterConstraintHandle c in parameter.GetConstraints())
                _uses.Entity(_reader.GetGenericParameterConstraint(c).Type);
            Attributes(parameter.GetCustomAttributes());
        }
    }

    private void Attributes(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle a in attributes)
        {
            CustomAttribute attribute = _reader.GetCustomAttribute(a);
            _uses.Entity(attribute.Constructor);
            CustomAttributeValue<string?> value = attribute.DecodeValue(_uses);
            foreach (CustomAttributeTypedArgument<string?> argument in value.FixedArguments)
                _uses.Argument(argument.Value);
            foreach (CustomAttributeNamedArgument<string?> argument in value.NamedArguments)
                _uses.Argument(argument.Value);
        }
    }
}
