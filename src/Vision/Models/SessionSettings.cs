using Microsoft.ML.OnnxRuntime;

namespace AccessKiosk.Vision.Models;

/// <summary>Turns the options into ONNX Runtime's session options.</summary>
internal static class SessionSettings
{
    public static SessionOptions For(InferenceOptions options)
    {
        var settings = new SessionOptions
        {
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
        };
        try
        {
            // A waiting thread must not burn the core that the camera needs.
            settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            settings.AddSessionConfigEntry("session.set_denormal_as_zero", "1");
            Append(settings, options);
            return settings;
        }
        catch (Exception cause) when (cause is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            settings.Dispose();
            throw new ModelException(Explain(options, cause), cause);
        }
    }

    private static void Append(SessionOptions settings, InferenceOptions options)
    {
        switch (options.Provider)
        {
            case InferenceProvider.Cuda:
                settings.AppendExecutionProvider_CUDA(options.Device);
                break;
            case InferenceProvider.TensorRt:
                settings.AppendExecutionProvider_Tensorrt(options.Device);
                settings.AppendExecutionProvider_CUDA(options.Device);
                break;
            default:
                break;
        }
    }

    private static string Explain(InferenceOptions options, Exception cause)
    {
        var providers = OnnxRuntimeLibrary.Providers(options);
        var advice = providers.Any(p => p.StartsWith($"{options.Provider}", StringComparison.OrdinalIgnoreCase))
            ? "Install NVIDIA's driver and the libraries that this build needs (docs/install.md)"
            : "Set Inference:Library to a build with that provider";
        return $"Inference:Provider is {options.Provider}, but it cannot be used here: {cause.Message.Split('\n')[0].TrimEnd('.')}. "
            + $"This ONNX Runtime offers {string.Join(", ", providers)}. {advice}, or set Inference:Provider to Cpu.";
    }
}
