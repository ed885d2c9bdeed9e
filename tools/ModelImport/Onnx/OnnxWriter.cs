using System.Runtime.InteropServices;
using Google.Protobuf;

namespace AccessKiosk.ModelImport.Onnx;

/// <summary>
/// Writes a graph as an ONNX file; field numbers are those of onnx.proto3. The same graph gives the same bytes.
/// </summary>
internal static class OnnxWriter
{
    private const long IrVersion = 7;
    private const string Producer = "AccessKiosk.ModelImport";

    /// <summary>The bytes of the .onnx file.</summary>
    public static byte[] Write(OnnxGraph graph) => Bytes(model =>
    {
        Int(model, 1, IrVersion);
        Text(model, 2, Producer);
        Message(model, 7, g => WriteGraph(g, graph));
        Message(model, 8, opset => Int(opset, 2, graph.Opset));
    });

    private static void WriteGraph(CodedOutputStream stream, OnnxGraph graph)
    {
        foreach (var node in graph.Nodes) Message(stream, 1, n => WriteNode(n, node));
        Text(stream, 2, "graph");
        foreach (var (name, tensor) in graph.Constants.OrderBy(c => c.Key, StringComparer.Ordinal))
            Message(stream, 5, t => WriteTensor(t, tensor, name));
        foreach (var value in graph.Inputs) Message(stream, 11, v => WriteValue(v, value));
        foreach (var value in graph.Outputs) Message(stream, 12, v => WriteValue(v, value));
    }

    private static void WriteNode(CodedOutputStream stream, OnnxNode node)
    {
        foreach (var input in node.Inputs) Text(stream, 1, input);
        foreach (var output in node.Outputs) Text(stream, 2, output);
        Text(stream, 3, node.Output);
        Text(stream, 4, node.Op);
        foreach (var (name, value) in node.Attributes)
            Message(stream, 5, a => WriteAttribute(a, name, value));
    }

    private static void WriteAttribute(CodedOutputStream stream, string name, object value)
    {
        Text(stream, 1, name);
        switch (value)
        {
            case float f:
                Float(stream, 2, f);
                Int(stream, 20, 1);
                break;
            case long i:
                Int(stream, 3, i);
                Int(stream, 20, 2);
                break;
            case string s:
                Text(stream, 4, s);
                Int(stream, 20, 3);
                break;
            case OnnxTensor t:
                Message(stream, 5, m => WriteTensor(m, t, ""));
                Int(stream, 20, 4);
                break;
            case float[] floats:
                foreach (var f in floats) Float(stream, 7, f);
                Int(stream, 20, 6);
                break;
            case long[] ints:
                foreach (var i in ints) Int(stream, 8, i);
                Int(stream, 20, 7);
                break;
            default:
                throw new ImportException($"attribute '{name}' has a value of an unknown kind");
        }
    }

    private static void WriteTensor(CodedOutputStream stream, OnnxTensor tensor, string name)
    {
        foreach (var size in tensor.Shape) Int(stream, 1, size);
        Int(stream, 2, tensor.FloatsOrNull is null ? 7 : 1);
        if (name.Length > 0) Text(stream, 8, name);
        stream.WriteTag(9, WireFormat.WireType.LengthDelimited);
        stream.WriteBytes(ByteString.CopyFrom(tensor.FloatsOrNull is { } floats
            ? MemoryMarshal.AsBytes(floats.AsSpan())
            : MemoryMarshal.AsBytes(tensor.Longs.AsSpan())));
    }

    private static void WriteValue(CodedOutputStream stream, OnnxValue value)
    {
        Text(stream, 1, value.Name);
        Message(stream, 2, type => Message(type, 1, tensor =>
        {
            Int(tensor, 1, 1);
            Message(tensor, 2, shape =>
            {
                foreach (var axis in value.Shape)
                    Message(shape, 1, d =>
                    {
                        if (axis.Symbol is null) Int(d, 1, axis.Size);
                        else Text(d, 2, axis.Symbol);
                    });
            });
        }));
    }

    private static byte[] Bytes(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var stream = new CodedOutputStream(memory, leaveOpen: true)) write(stream);
        return memory.ToArray();
    }

    private static void Message(CodedOutputStream stream, int field, Action<CodedOutputStream> write)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteBytes(UnsafeByteOperations.UnsafeWrap(Bytes(write)));
    }

    private static void Text(CodedOutputStream stream, int field, string value)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteString(value);
    }

    private static void Int(CodedOutputStream stream, int field, long value)
    {
        stream.WriteTag(field, WireFormat.WireType.Varint);
        stream.WriteInt64(value);
    }

    private static void Float(CodedOutputStream stream, int field, float value)
    {
        stream.WriteTag(field, WireFormat.WireType.Fixed32);
        stream.WriteFloat(value);
    }
}
