using Microsoft.ML.OnnxRuntime;

namespace AccessKiosk.Vision.Models;

/// <summary>A model bound to pinned input and output buffers of one shape. Not thread-safe.</summary>
public sealed class ModelBinding : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new();
    private readonly float[] _input;
    private readonly float[][] _outputs;
    private readonly int[][] _shapes;
    private readonly OrtValue[] _values;

    internal ModelBinding(InferenceSession session, ReadOnlySpan<int> shape)
    {
        _session = session;
        _binding = session.CreateIoBinding();
        _input = Pinned(shape);
        var inputName = session.InputNames[0];
        var input = OrtValue.CreateTensorValueFromMemory(_input, Long(shape));
        _binding.BindInput(inputName, input);
        _shapes = OutputShapes(session, inputName, input);
        _outputs = [.. _shapes.Select(s => Pinned(s))];
        _values = [input, .. _outputs.Select((o, i) => OrtValue.CreateTensorValueFromMemory(o, Long(_shapes[i])))];
        for (var i = 0; i < _outputs.Length; i++)
            _binding.BindOutput(session.OutputNames[i], _values[i + 1]);
    }

    /// <summary>The input tensor, to be filled before <see cref="Run"/>.</summary>
    public Span<float> Input => _input;

    /// <summary>Position of a named output.</summary>
    /// <exception cref="ModelException">The model has no such output.</exception>
    public int IndexOf(string name)
    {
        for (var i = 0; i < _outputs.Length; i++)
            if (_session.OutputNames[i] == name)
                return i;
        throw new ModelException($"The model has no output {name}.");
    }

    /// <summary>One output of the last run.</summary>
    public ReadOnlySpan<float> Output(int index) => _outputs[index];

    /// <summary>One output's dimensions.</summary>
    public ReadOnlySpan<int> OutputShape(int index) => _shapes[index];

    /// <summary>Runs the model on <see cref="Input"/>.</summary>
    /// <exception cref="ModelException">The provider failed, for instance because the accelerator went away.</exception>
    public void Run()
    {
        try
        {
            _session.RunWithBinding(_run, _binding);
        }
        catch (OnnxRuntimeException cause)
        {
            throw new ModelException($"Inference failed: {cause.Message}", cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        foreach (var value in _values)
            value.Dispose();
        _run.Dispose();
    }

    // Shapes that the model leaves open are known only after a first run.
    private int[][] OutputShapes(InferenceSession session, string inputName, OrtValue input)
    {
        using var results = session.Run(_run, [inputName], [input], session.OutputNames);
        return [.. results.Select(r => Array.ConvertAll(r.GetTensorTypeAndShape().Shape, checkedDimension => (int)checkedDimension))];
    }

    private static float[] Pinned(ReadOnlySpan<int> shape)
    {
        var count = 1;
        foreach (var dimension in shape)
            count *= dimension;
        return GC.AllocateArray<float>(count, pinned: true);
    }

    private static long[] Long(ReadOnlySpan<int> shape)
    {
        var result = new long[shape.Length];
        for (var i = 0; i < shape.Length; i++)
            result[i] = shape[i];
        return result;
    }
}
