using Google.FlatBuffers;

namespace AccessKiosk.ModelImport.TfLite;

/// <summary>Reads a .tflite file; field numbers are those of TensorFlow's schema.fbs.</summary>
internal static class TfLiteReader
{
    private const int Custom = 32;

    private static readonly Dictionary<int, string> OpNames = new()
    {
        [0] = "ADD", [1] = "AVERAGE_POOL_2D", [3] = "CONV_2D", [4] = "DEPTHWISE_CONV_2D", [6] = "DEQUANTIZE",
        [9] = "FULLY_CONNECTED", [14] = "LOGISTIC", [17] = "MAX_POOL_2D", [18] = "MUL", [19] = "RELU",
        [23] = "RESIZE_BILINEAR", [34] = "PAD", [41] = "SUB", [42] = "DIV", [47] = "EXP", [54] = "PRELU",
        [59] = "NEG", [74] = "SUM", [82] = "REDUCE_MAX", [117] = "HARD_SWISH",
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="ImportException">The bytes are cut off, damaged or not a TensorFlow Lite model.</exception>
    public static TfLiteModel Read(byte[] file)
    {
        if (file.Length < 8 || !file.AsSpan(4, 4).SequenceEqual("TFL3"u8))
            throw new ImportException($"not a TensorFlow Lite file ({file.Length} bytes, no TFL3 mark)");
        try
        {
            return ReadModel(FlatTable.Root(new ByteBuffer(file)));
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new ImportException($"the TensorFlow Lite file is cut off or damaged ({file.Length} bytes)", error);
        }
    }

    private static TfLiteModel ReadModel(FlatTable model)
    {
        var ops = Array.ConvertAll(model.Children(1), OpName);
        var buffers = Array.ConvertAll(model.Children(4), b => b.Bytes(0));
        var graphs = model.Children(2);
        if (graphs.Length != 1) throw new ImportException($"the model has {graphs.Length} subgraphs, one is supported");
        var tensors = Array.ConvertAll(graphs[0].Children(0), t => ReadTensor(t, buffers));
        var operators = Array.ConvertAll(graphs[0].Children(3), o => new TfLiteOperator(
            ops[o.Int(0)], o.Ints(1), o.Ints(2), o.Child(4)));
        var (inputs, outputs) = (graphs[0].Ints(1), graphs[0].Ints(2));
        var used = operators.SelectMany(o => o.Inputs.Concat(o.Outputs)).Concat(inputs).Concat(outputs);
        if (used.Any(i => i < -1 || i >= tensors.Length))
            throw new ImportException("the TensorFlow Lite file is damaged: an operator names a tensor that is not there");
        return new TfLiteModel(tensors, operators, inputs, outputs);
    }

    // Old files keep the code in a byte, new ones in an integer; the larger one is right.
    private static string OpName(FlatTable code)
    {
        var number = Math.Max(code.Byte(0), code.Int(3));
        return number == Custom ? code.Text(1) : OpNames.GetValueOrDefault(number, $"builtin {number}");
    }

    private static TfLiteTensor ReadTensor(FlatTable tensor, byte[][] buffers) =>
        new(tensor.Text(3), tensor.Ints(0), (TfLiteType)tensor.Byte(1), buffers[tensor.Int(2)]);
}
