using System.Runtime.InteropServices;
using Google.Protobuf;

namespace AccessKiosk.ModelImport.Onnx;

/// <summary>Reads the part of an ONNX file that inference needs; field numbers are those of onnx.proto3.</summary>
internal static class OnnxReader
{
    private const int Float32 = 1;
    private const int Int64 = 7;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ImportException">The bytes are cut off, are not ONNX, or use a type that is not known
    /// here.</exception>
    public static OnnxGraph Read(byte[] file)
    {
        try
        {
            return ReadModel(file);
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or OverflowException or ArgumentException)
        {
            throw new ImportException($"the ONNX file is cut off or damaged ({file.Length} bytes)", error);
        }
    }

    private static OnnxGraph ReadModel(byte[] file)
    {
        byte[]? graph = null;
        long opset = 0;
        Fields(file, (field, stream) =>
        {
            if (field == 7) graph = Bytes(stream);
            else if (field == 8) opset = Math.Max(opset, ReadOpset(Bytes(stream)));
            else return false;
            return true;
        });
        if (graph is null || opset == 0)
            throw new ImportException($"the ONNX file is cut off or damaged ({file.Length} bytes): no graph or operator set");
        return ReadGraph(graph, opset);
    }

    private static long ReadOpset(byte[] message)
    {
        var (domain, version) = ("", 0L);
        Fields(message, (field, stream) =>
        {
            if (field == 1) domain = stream.ReadString();
            else if (field == 2) version = stream.ReadInt64();
            else return false;
            return true;
        });
        return domain is "" or "ai.onnx" ? version : 0;
    }

    private static OnnxGraph ReadGraph(byte[] message, long opset)
    {
        var graph = new OnnxGraph { Opset = opset };
        Fields(message, (field, stream) =>
        {
            if (field == 1) graph.Nodes.Add(ReadNode(Bytes(stream)));
            else if (field == 5) AddConstant(graph, Bytes(stream));
            else if (field == 11) graph.Inputs.Add(ReadValue(Bytes(stream)));
            else if (field == 12) graph.Outputs.Add(ReadValue(Bytes(stream)));
            else return false;
            return true;
        });
        graph.Inputs.RemoveAll(i => graph.Constants.ContainsKey(i.Name));
        return graph;
    }

    private static void AddConstant(OnnxGraph graph, byte[] message)
    {
        var (name, tensor) = ReadTensor(message);
        if (!graph.Constants.TryAdd(name, tensor)) throw new ImportException($"the constant '{name}' appears twice");
    }

    private static OnnxNode ReadNode(byte[] message)
    {
        List<string> inputs = [], outputs = [];
        List<(string Name, object Value)> attributes = [];
        var (op, domain) = ("", "");
        Fields(message, (field, stream) =>
        {
            if (field == 1) inputs.Add(stream.ReadString());
            else if (field == 2) outputs.Add(stream.ReadString());
            else if (field == 4) op = stream.ReadString();
            else if (field == 5) attributes.Add(ReadAttribute(Bytes(stream)));
            else if (field == 7) domain = stream.ReadString();
            else return false;
            return true;
        });
        if (outputs.Count == 0) throw new ImportException($"the operation '{op}' has no output");
        if (domain is not ("" or "ai.onnx"))
            throw new ImportException($"unknown operation '{domain}.{op}' at tensor '{outputs[0]}'");
        var node = new OnnxNode(op, inputs, outputs);
        foreach (var (name, value) in attributes) node.With(name, value);
        return node;
    }

    private static (string Name, object Value) ReadAttribute(byte[] message)
    {
        var name = "";
        var type = 0;
        object? single = null;
        List<long> ints = [];
        List<float> floats = [];
        Tags(message, (tag, stream) =>
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1: name = stream.ReadString(); break;
                case 2: single = stream.ReadFloat(); break;
                case 3: single = stream.ReadInt64(); break;
                case 4: single = stream.ReadString(); break;
                case 5: single = ReadTensor(Bytes(stream)).Tensor; break;
                case 7: Repeated(tag, stream, s => floats.Add(s.ReadFloat())); break;
                case 8: Repeated(tag, stream, s => ints.Add(s.ReadInt64())); break;
                case 20: type = stream.ReadInt32(); break;
                default: return false;
            }

            return true;
        });
        object? value = type switch { 6 => floats.ToArray(), 7 => ints.ToArray(), _ => single };
        return (name, value
            ?? throw new ImportException($"attribute '{name}' is of a kind that is not known here ({type})"));
    }

    private static (string Name, OnnxTensor Tensor) ReadTensor(byte[] message)
    {
        var name = "";
        var type = 0;
        List<long> shape = [], longs = [];
        List<float> floats = [];
        byte[]? raw = null;
        Tags(message, (tag, stream) =>
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1: Repeated(tag, stream, s => shape.Add(s.ReadInt64())); break;
                case 2: type = stream.ReadInt32(); break;
                case 4: Repeated(tag, stream, s => floats.Add(s.ReadFloat())); break;
                case 7: Repeated(tag, stream, s => longs.Add(s.ReadInt64())); break;
                case 8: name = stream.ReadString(); break;
                case 9: raw = Bytes(stream); break;
                default: return false;
            }

            return true;
        });
        return (name, type switch
        {
            Float32 => OnnxTensor.Of(raw is null ? [.. floats] : MemoryMarshal.Cast<byte, float>(raw).ToArray(),
                [.. shape]),
            Int64 => OnnxTensor.Of(raw is null ? [.. longs] : MemoryMarshal.Cast<byte, long>(raw).ToArray(),
                [.. shape]),
            _ => throw new ImportException($"the constant '{name}' is of a type that is not known here ({type})"),
        });
    }

    private static OnnxValue ReadValue(byte[] message)
    {
        var name = "";
        List<OnnxAxis> shape = [];
        Fields(message, (field, stream) =>
        {
            if (field == 1) name = stream.ReadString();
            else if (field == 2) Inner(Bytes(stream), 1,
                tensor => Inner(tensor, 2, s => Inner(s, 1, d => shape.Add(ReadAxis(d)))));
            else return false;
            return true;
        });
        return new(name, shape);
    }

    private static OnnxAxis ReadAxis(byte[] message)
    {
        var axis = OnnxAxis.Free("");
        Fields(message, (field, stream) =>
        {
            if (field == 1) axis = OnnxAxis.Fixed(stream.ReadInt64());
            else if (field == 2) axis = OnnxAxis.Free(stream.ReadString());
            else return false;
            return true;
        });
        return axis;
    }

    private static void Inner(byte[] message, int wanted, Action<byte[]> read) => Fields(message, (field, stream) =>
    {
        if (field != wanted) return false;
        read(Bytes(stream));
        return true;
    });

    private static void Fields(byte[] message, Func<int, CodedInputStream, bool> read) =>
        Tags(message, (tag, stream) => read(WireFormat.GetTagFieldNumber(tag), stream));

    private static void Tags(byte[] message, Func<uint, CodedInputStream, bool> read)
    {
        using var stream = new CodedInputStream(message);
        for (var tag = stream.ReadTag(); tag != 0; tag = stream.ReadTag())
            if (!read(tag, stream))
                stream.SkipLastField();
    }

    // Writers may pack repeated numbers into one field or not: both are valid.
    private static void Repeated(uint tag, CodedInputStream stream, Action<CodedInputStream> readOne)
    {
        if (WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
        {
            readOne(stream);
            return;
        }

        using var packed = new CodedInputStream(Bytes(stream));
        while (!packed.IsAtEnd) readOne(packed);
    }

    private static byte[] Bytes(CodedInputStream stream) => stream.ReadBytes().ToByteArray();
}
