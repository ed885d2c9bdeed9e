using System.Runtime.InteropServices;
using AccessKiosk.ModelImport.Onnx;

namespace AccessKiosk.ModelImport.TfLite;

/// <summary>Turns a float TensorFlow Lite model into an ONNX graph with the same numbers.</summary>
internal sealed class TfLiteConverter
{
    private readonly TfLiteModel _model;
    private readonly ChannelsFirstBuilder _builder;
    private readonly string[] _names;
    private readonly Dictionary<int, OnnxTensor> _constants = [];

    private TfLiteConverter(TfLiteModel model, bool swapAxes)
    {
        _model = model;
        _builder = new ChannelsFirstBuilder(swapAxes);
        _names = UniqueNames(model.Tensors);
        for (var i = 0; i < model.Tensors.Count; i++)
            if (model.Tensors[i].Data.Length > 0)
                _constants[i] = Constant(model.Tensors[i]);
    }

    /// <summary>Converts a model.</summary>
    /// <exception cref="ImportException">An operator is not known; the message names it and its tensor.</exception>
    public static OnnxGraph Convert(TfLiteModel model, bool swapAxes)
    {
        var converter = new TfLiteConverter(model, swapAxes);
        foreach (var op in model.Operators) converter.Convert(op);
        var graph = converter._builder.Graph;
        graph.Inputs.AddRange(model.Inputs.Select(i => new OnnxValue(converter._names[i], [])));
        graph.Outputs.AddRange(model.Outputs.Select(i => new OnnxValue(converter._names[i], [])));
        return graph;
    }

    private void Convert(TfLiteOperator op)
    {
        var output = _names[op.Outputs[0]];
        switch (op.Op)
        {
            case "DEQUANTIZE": _constants[op.Outputs[0]] = Weights(op, 0); break;
            case "CONV_2D":
                _builder.Conv(Input(op, 0), Weights(op, 1), Bias(op, 2), Stride(op, 4, 5), Output(op, 3));
                break;
            case "DEPTHWISE_CONV_2D":
                _builder.Depthwise(Input(op, 0), Weights(op, 1), Bias(op, 2), Stride(op, 5, 6), Output(op, 4));
                break;
            case "FULLY_CONNECTED":
                _builder.Dense(Input(op, 0), Shape(op, 0), Weights(op, 1), Bias(op, 2), Output(op, 0));
                break;
            case "PRELU": _builder.PRelu(Input(op, 0), Weights(op, 1).Floats, output); break;
            case "MAX_POOL_2D": Pool("MaxPool", op); break;
            case "AVERAGE_POOL_2D": Pool("AveragePool", op); break;
            case "PAD": Pad(op, output); break;
            case "RESIZE_BILINEAR": Resize(op, output); break;
            case "HARD_SWISH": HardSwish(op, output); break;
            case "ADD": Elementwise("Add", op); break;
            case "SUB": Elementwise("Sub", op); break;
            case "MUL": Elementwise("Mul", op); break;
            case "DIV": Elementwise("Div", op); break;
            case "NEG": _builder.Simple("Neg", [Input(op, 0)], output); break;
            case "EXP": _builder.Simple("Exp", [Input(op, 0)], output); break;
            case "RELU": _builder.Simple("Relu", [Input(op, 0)], output); break;
            case "LOGISTIC": _builder.Simple("Sigmoid", [Input(op, 0)], output); break;
            case "REDUCE_MAX": Reduce("ReduceMax", op, output); break;
            case "SUM": Reduce("ReduceSum", op, output); break;
            default: throw new ImportException($"unknown operation '{op.Op}' at tensor '{output}'");
        }
    }

    private void Pool(string kind, TfLiteOperator op)
    {
        var (h, w) = (Options(op).Int(4), Options(op).Int(3));
        var shape = Shape(op, 0);
        var output = Output(op, 5);
        if (kind == "AveragePool" && (h, w) == (shape[1], shape[2]))
            _builder.Simple("GlobalAveragePool", [Input(op, 0)], output);
        else _builder.Pool(kind, Input(op, 0), h, w, Stride(op, null, null), output);
    }

    // [axis][before, after] in TensorFlow's order becomes all befores, then all afters, in ONNX's.
    private void Pad(TfLiteOperator op, string output)
    {
        var rank = Shape(op, 0).Length;
        var from = Weights(op, 1).Longs;
        var pads = new long[2 * rank];
        for (var axis = 0; axis < rank; axis++)
            for (var side = 0; side < 2; side++)
                pads[(side * rank) + _builder.Axis(axis, rank)] = from[(2 * axis) + side];
        var name = _builder.Graph.AddConstant(output + "/pads", OnnxTensor.Of(pads, pads.Length));
        _builder.Simple("Pad", [Input(op, 0), name], output);
    }

    private void Resize(TfLiteOperator op, string output)
    {
        var (from, to) = (Shape(op, 0), _model.Tensors[op.Outputs[0]].Shape);
        var scales = new float[4];
        for (var axis = 0; axis < 4; axis++) scales[_builder.Axis(axis, 4)] = (float)to[axis] / from[axis];
        var name = _builder.Graph.AddConstant(output + "/scales", OnnxTensor.Of(scales, 4));
        var centre = Options(op).Flag(2) ? "align_corners" : Options(op).Flag(3) ? "half_pixel" : "asymmetric";
        _builder.Simple("Resize", [Input(op, 0), "", name], output);
        _builder.Graph.Nodes[^1].With("mode", "linear").With("coordinate_transformation_mode", centre);
    }

    private void HardSwish(TfLiteOperator op, string output)
    {
        _builder.Simple("HardSigmoid", [Input(op, 0)], output + "/gate");
        _builder.Graph.Nodes[^1].With("alpha", 1f / 6).With("beta", 0.5f);
        _builder.Simple("Mul", [Input(op, 0), output + "/gate"], output);
    }

    private void Elementwise(string kind, TfLiteOperator op) =>
        _builder.Simple(kind, [Operand(op, 0), Operand(op, 1)], Output(op, 0));

    private void Reduce(string kind, TfLiteOperator op, string output)
    {
        var axes = Array.ConvertAll(Weights(op, 1).Longs, a => (long)_builder.Axis((int)a, Shape(op, 0).Length));
        var keep = Options(op).Flag(0) ? 1L : 0L;
        // Operator set 13 takes the axes of a sum as an input and those of a maximum as an attribute.
        List<string> inputs = [Input(op, 0)];
        if (kind == "ReduceSum")
            inputs.Add(_builder.Graph.AddConstant(output + "/axes", OnnxTensor.Of(axes, axes.Length)));
        _builder.Simple(kind, inputs, output);
        var node = _builder.Graph.Nodes[^1].With("keepdims", keep);
        if (kind != "ReduceSum") node.With("axes", axes);
    }

    /// <summary>An operand that may be a constant with one value a channel.</summary>
    private string Operand(TfLiteOperator op, int at)
    {
        if (!_constants.TryGetValue(op.Inputs[at], out var constant)) return Input(op, at);
        var values = constant.Floats;
        var image = Shape(op, 1 - at).Length == 4;
        if (constant.Shape.Take(constant.Shape.Count - 1).Any(s => s != 1))
            throw new ImportException($"'{op.Op}' at tensor '{_names[op.Outputs[0]]}' has a constant that is not one value a channel");
        var name = _names[op.Outputs[0]] + "/operand";
        return _builder.Graph.AddConstant(
            name, image ? OnnxTensor.Of(values, values.Length, 1, 1) : OnnxTensor.Of(values, values.Length));
    }

    /// <summary>
    /// The operator's output; none of the models carries an activation inside an operator, so one is refused.
    /// </summary>
    private string Output(TfLiteOperator op, int activationField)
    {
        var output = _names[op.Outputs[0]];
        var activation = Options(op).Byte(activationField);
        return activation == 0
            ? output
            : throw new ImportException($"'{op.Op}' at tensor '{output}' carries the unknown activation {activation}");
    }

    private Window Stride(TfLiteOperator op, int? dilationW, int? dilationH) => new(
        Options(op).Byte(0) == 0, Options(op).Int(2), Options(op).Int(1),
        dilationH is { } h ? Options(op).Int(h, 1) : 1, dilationW is { } w ? Options(op).Int(w, 1) : 1);

    private string Input(TfLiteOperator op, int at) => _names[At(op, at)];

    private int[] Shape(TfLiteOperator op, int at) => _model.Tensors[At(op, at)].Shape;

    private OnnxTensor Weights(TfLiteOperator op, int at) => _constants.TryGetValue(At(op, at), out var constant)
        ? constant
        : throw new ImportException($"'{op.Op}' at tensor '{_names[op.Outputs[0]]}' has computed weights, constants are supported");

    private float[]? Bias(TfLiteOperator op, int at) =>
        at < op.Inputs.Length && op.Inputs[at] >= 0 ? Weights(op, at).Floats : null;

    private int At(TfLiteOperator op, int at) => at < op.Inputs.Length && op.Inputs[at] >= 0
        ? op.Inputs[at]
        : throw new ImportException($"'{op.Op}' at tensor '{_names[op.Outputs[0]]}' lacks input {at}");

    private FlatTable Options(TfLiteOperator op) =>
        op.Options ?? throw new ImportException($"'{op.Op}' at tensor '{_names[op.Outputs[0]]}' has no options");

    private static OnnxTensor Constant(TfLiteTensor tensor)
    {
        var shape = Array.ConvertAll(tensor.Shape, s => (long)s);
        return tensor.Type switch
        {
            TfLiteType.Float32 => OnnxTensor.Of(MemoryMarshal.Cast<byte, float>(tensor.Data).ToArray(), shape),
            TfLiteType.Float16 => OnnxTensor.Of(
                Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(tensor.Data).ToArray(), h => (float)h), shape),
            TfLiteType.Int32 => OnnxTensor.Of(
                Array.ConvertAll(MemoryMarshal.Cast<byte, int>(tensor.Data).ToArray(), i => (long)i), shape),
            _ => throw new ImportException(
                $"the constant '{tensor.Name}' is of a type that is not known here ({tensor.Type})"),
        };
    }

    private static string[] UniqueNames(IReadOnlyList<TfLiteTensor> tensors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. tensors.Select((t, i) => t.Name.Length > 0 && seen.Add(t.Name) ? t.Name : $"{t.Name}#{i}")];
    }
}
