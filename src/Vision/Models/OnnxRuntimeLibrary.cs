using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace AccessKiosk.Vision.Models;

/// <summary>Finds and starts the native ONNX Runtime, once for the process.</summary>
public static class OnnxRuntimeLibrary
{
    private static readonly Lock Gate = new();
    private static nint _library;
    private static string? _path;

    /// <summary>The native library's version, for instance <c>1.30.0</c>.</summary>
    /// <exception cref="ModelException">The library cannot be loaded.</exception>
    public static string Version(InferenceOptions options) => Start(options).GetVersionString();

    /// <summary>The execution providers that this library was built with.</summary>
    /// <exception cref="ModelException">The library cannot be loaded.</exception>
    public static IReadOnlyList<string> Providers(InferenceOptions options) => Start(options).GetAvailableProviders();

    internal static OrtEnv Start(InferenceOptions options)
    {
        lock (Gate)
        {
            var path = options.Library.Length > 0 ? Path.GetFullPath(options.Library) : Path.Combine(AppContext.BaseDirectory, "libonnxruntime.so");
            if (_path is null)
                Use(path);
            return path == _path
                ? OrtEnv.Instance()
                : throw new ModelException($"ONNX Runtime is already loaded from {_path}; one process cannot also load {path}.");
        }
    }

    private static void Use(string path)
    {
        _library = Load(path);
        OrtEnv.DisableDllImportResolver = true;
        NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, (name, _, _) => name == "onnxruntime" ? _library : 0);
        var environment = new EnvironmentCreationOptions { logId = "kiosk", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        OrtEnv.CreateInstanceWithOptions(ref environment);
        _path = path;
    }

    private static nint Load(string path)
    {
        if (!File.Exists(path))
            throw new ModelException($"No ONNX Runtime library at {path}. Set Inference:Library to the one of this machine ({RuntimeInformation.OSArchitecture}).");

        string version;
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
            version = OnnxRuntimeVersion.Read(library);
        }
        catch (Exception cause) when (cause is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new ModelException($"The ONNX Runtime library {path} does not load: {cause.Message}", cause);
        }

        if (OnnxRuntimeVersion.IsSupported(version))
            return library;
        NativeLibrary.Free(library);
        throw new ModelException($"The ONNX Runtime library {path} is version {version}; version {OnnxRuntimeVersion.Oldest} or later is required.");
    }
}
