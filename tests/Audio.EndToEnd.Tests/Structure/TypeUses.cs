using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>
/// Collects the types of this assembly that occur in signatures, attributes and tokens. Decodes to the name of the
/// outermost type, or of a type in another assembly; null if there is none.
/// </summary>
internal sealed class TypeUses : ISignatureTypeProvider<string?, object?>, ICustomAttributeTypeProvider<string?>
{
    private readonly MetadataReader _reader;
    private readonly Dictionary<string, string> _outermost = [];
    private readonly HashSet<string> _found = [];

    public TypeUses(MetadataReader reader)
    {
        _reader = reader;
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
            _outermost[FullName(handle)] = NameOf(handle);
    }

    public IReadOnlyCollection<string> Found => _found;

    public void Clear() => _found.Clear();

    public string NameOf(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        return type.IsNested ? NameOf(type.GetDeclaringType()) : FullName(handle);
    }

    public void Entity(EntityHandle handle)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                Use(NameOf((TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeSpecification:
                _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
                break;
            case HandleKind.FieldDefinition:
                Entity(_reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodDefinition:
                Entity(_reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                MemberReference member = _reader.GetMemberReference((MemberReferenceHandle)handle);
                Entity(member.Parent);
                if (member.GetKind() == MemberReferenceKind.Method)
                    member.DecodeMethodSignature(this, null);
                else
                    member.DecodeFieldSignature(this, null);
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification method = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                Entity(method.Method);
                method.DecodeSignature(this, null);
                break;
            case HandleKind.StandaloneSignature: // of an indirect call
                _reader.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeMethodSignature(this, null);
                break;
            default: // a type of another assembly
                break;
        }
    }

    /// <summary>An attribute argument: a typeof, or an array of them.</summary>
    public void Argument(object? value)
    {
        switch (value)
        {
            case string text:
                GetTypeFromSerializedName(text);
                break;
            case ImmutableArray<CustomAttributeTypedArgument<string?>> several:
                foreach (CustomAttributeTypedArgument<string?> argument in several)
                    Argument(argument.Value);
                break;
            default:
                break;
        }
    }

    public string? GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Use(NameOf(handle));

    public string? GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        TypeReference type = reader.GetTypeReference(handle);
        return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }

    public string? GetTypeFromSpecification(
        MetadataReader reader,
        object? genericContext,
        TypeSpecificationHandle handle,
        byte rawTypeKind
    ) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    /// <summary>A typeof in an attribute is a string: Namespace.Outer+Nested, then the assembly if not ours.</summary>
    public string? GetTypeFromSerializedName(string name) =>
        _outermost.TryGetValue(name.Split(',')[0], out string? outermost) ? Use(outermost) : name;

    public string? GetGenericInstantiation(string? genericType, ImmutableArray<string?> typeArguments) => genericType;

    public string? GetArrayType(string? elementType, ArrayShape shape) => elementType;

    public string? GetSZArrayType(string? elementType) => elementType;

    public string? GetByReferenceType(string? elementType) => elementType;

    public string? GetPointerType(string? elementType) => elementType;

    public string? GetPinnedType(string? elementType) => elementType;

    public string? GetModifiedType(string? modifier, string? unmodifiedType, bool isRequired) => unmodifiedType;

    public string? GetPrimitiveType(PrimitiveTypeCode typeCode) => null;

    public string? GetFunctionPointerType(MethodSignature<string?> signature) => null;

    public string? GetGenericMethodParameter(object? genericContext, int index) => null;

    public string? GetGenericTypeParameter(object? genericContext, int index) => null;

    public string? GetSystemType() => "System.Type";

    public bool IsSystemType(string? type) => type == "System.Type";

    /// <summary>No attribute in use has an enum whose underlying type is not int.</summary>
    public PrimitiveTypeCode GetUnderlyingEnumType(string? type) => PrimitiveTypeCode.Int32;

    private string Use(string type)
    {
        _found.Add(type);
        return type;
    }

    private string FullName(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        string name = _reader.GetString(type.Name);
        if (type.IsNested)
            return $"{FullName(type.GetDeclaringType())}+{name}";
        string space = _reader.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }
}
