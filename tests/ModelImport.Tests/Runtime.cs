using Microsoft.ML.OnnxRuntime;

namespace AccessKiosk.ModelImport.Tests;

/// <summary>Runs a model on ONNX Runtime's CPU provider.</summary>
internal static class Runtime
{
    public static Dictionary<string, float[]> Run(byte[] model, float[] input, params long[] shape)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        using var session = new InferenceSession(model, options);
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using var outputs = session.Run(run, session.InputNames, [value], session.OutputNames);
        return session.OutputNames.Zip(outputs).ToDictionary(
            o => o.First, o => o.Second.GetTensorDataAsSpan<float>().ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The same noise as Recorded/record.mjs makes.</summary>
    public static float[] Noise(long length, double low = -1, uint seed = 1)
    {
        var values = new float[length];
        var x = seed;
        for (var i = 0; i < length; i++)
        {
            x = unchecked((x * 1664525) + 1013904223);
            values[i] = (float)(low + ((1 - low) * (x / 4294967296.0)));
        }

        return values;
    }

    /// <summary>The largest difference, relative to the largest magnitude expected.</summary>
    public static double Error(IReadOnlyList<float> expected, IReadOnlyList<float> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        var largest = expected.Max(Math.Abs);
        return expected.Zip(actual, (e, a) => Math.Abs((double)e - a)).Max() / largest;
    }
}
