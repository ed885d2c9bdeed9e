using Mono.Cecil;

namespace AccessKiosk.Architecture.Tests;

/// <summary>Which namespace of the product uses which, read from the compiled assemblies: signatures, fields, attributes and method bodies.</summary>
internal static class TypeUses
{
    private const string Product = "AccessKiosk.";

    /// <summary>Every pair of namespaces of which the first uses the second, with one use as an example.</summary>
    public static IReadOnlyDictionary<(string From, string To), string> OfNamespaces(IEnumerable<string> assemblies)
    {
        var uses = new Dictionary<(string From, string To), string>();
        foreach (var assembly in assemblies)
        {
            using var module = ModuleDefinition.ReadModule(assembly);
            foreach (var type in module.GetTypes())
                foreach (var used in Used(type))
                    Add(uses, Outermost(type), Outermost(used));
        }

        return uses;
    }

    private static void Add(Dictionary<(string From, string To), string> uses, TypeReference from, TypeReference to)
    {
        var isOurs = from.Namespace.StartsWith(Product, StringComparison.Ordinal) && to.Namespace.StartsWith(Product, StringComparison.Ordinal);
        if (isOurs && from.Namespace != to.Namespace)
            uses.TryAdd((from.Namespace, to.Namespace), $"{from.Name} uses {to.Name}");
    }

    private static IEnumerable<TypeReference> Used(TypeDefinition type)
    {
        IEnumerable<TypeReference?> direct =
        [
            type.BaseType,
            .. type.Interfaces.Select(i => i.InterfaceType),
            .. type.CustomAttributes.Select(a => a.AttributeType),
            .. type.Fields.Select(f => f.FieldType),
            .. type.Methods.SelectMany(Used),
        ];
        return direct.OfType<TypeReference>().SelectMany(Parts);
    }

    private static IEnumerable<TypeReference?> Used(MethodDefinition method)
    {
        IEnumerable<TypeReference?> signature = [method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)];
        if (!method.HasBody)
            return signature;
        var body = method.Body;
        return
        [
            .. signature,
            .. body.Variables.Select(v => v.VariableType),
            .. body.ExceptionHandlers.Select(h => h.CatchType),
            .. body.Instructions.SelectMany(instruction => Used(instruction.Operand)),
        ];
    }

    private static IEnumerable<TypeReference?> Used(object? operand) => operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    // A generic type's arguments are uses of their own; arrays, pointers and references are uses of what they hold.
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => [.. Parts(generic.ElementType), .. generic.GenericArguments.SelectMany(Parts)],
        GenericParameter or FunctionPointerType => [],
        TypeSpecification holder => Parts(holder.ElementType),
        _ => [type],
    };

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
