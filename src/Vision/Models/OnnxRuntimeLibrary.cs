using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace AccessKiosk.Vision.Models;

/// <summary>Finds and starts the native ONNX Runtime, once for the process.</summary>
public static class OnnxRuntimeLibrary
{
    private static readonly Lock Gate = new();
    private static string? _path;
    private static ModelException? _fault;

    /// <summary>The native library's version, for instance <c>1.29.0</c>.</summary>
    /// <exception cref="ModelException">The library cannot be loaded.</exception>
    public static string Version(InferenceOptions options) => Start(options).GetVersionString();

    /// <summary>The execution providers that this library was built with.</summary>
    /// <exception cref="ModelException">The library cannot be loaded.</exception>
    public static IReadOnlyList<string> Providers(InferenceOptions options) => Start(options).GetAvailableProviders();

    internal static OrtEnv Start(InferenceOptions options)
    {
        lock (Gate)
        {
            var path = options.Library.Length > 0 ? Path.GetFullPath(options.Library) : Beside();
            if (_path is null)
            {
                if (!File.Exists(path))
                    throw new ModelException($"No ONNX Runtime library at {path}. Set Inference:Library to the one of this machine ({RuntimeInformation.OSArchitecture}).");

                OrtEnv.DisableDllImportResolver = true;
                NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, Load);
                var environment = new EnvironmentCreationOptions { logId = "kiosk", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
                _path = path;
                try
                {
                    OrtEnv.CreateInstanceWithOptions(ref environment);
                }
                catch (Exception cause) when (cause is DllNotFoundException or BadImageFormatException or TypeInitializationException or EntryPointNotFoundException)
                {
                    _fault = new($"The ONNX Runtime library {path} does not load: {cause.GetBaseException().Message}", cause);
                }
            }

            // The runtime tries a library once a process: what failed stays failed.
            if (_fault is not null)
                throw new ModelException(_fault.Message, _fault);
            return path == _path
                ? OrtEnv.Instance()
                : throw new ModelException($"ONNX Runtime is already loaded from {_path}; one process cannot also load {path}.");
        }
    }

    private static string Beside() => Path.Combine(AppContext.BaseDirectory, "libonnxruntime.so");

    private static nint Load(string name, Assembly assembly, DllImportSearchPath? search) =>
        name == "onnxruntime" ? NativeLibrary.Load(_path!) : 0;
}
