using System.Globalization;
using System.Runtime.InteropServices;

namespace AccessKiosk.Vision.Models;

/// <summary>
/// Reads a native library's version before Microsoft's managed API touches it. The managed API reads the library's whole
/// table of functions without asking how long it is: an older library's is shorter, and the process would crash.
/// </summary>
internal static class OnnxRuntimeVersion
{
    /// <summary>The oldest version whose table has every function that the managed API reads.</summary>
    public const string Oldest = "1.24";

    /// <summary>The library's own version, for instance <c>1.30.0</c>.</summary>
    /// <param name="library">Handle of the loaded library.</param>
    /// <exception cref="EntryPointNotFoundException">It is not ONNX Runtime.</exception>
    public static unsafe string Read(nint library)
    {
        var getApiBase = (delegate* unmanaged[Cdecl]<ApiBase*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        return Marshal.PtrToStringUTF8((nint)getApiBase()->GetVersionString()) ?? "";
    }

    /// <summary>Whether the managed API works with a library of this version. Suffixes such as <c>-rc1</c> do not matter.</summary>
    public static bool IsSupported(string version) =>
        Number(version) is { } number && number >= Version.Parse(Oldest);

    private static Version? Number(string version)
    {
        var parts = version.Split('.', '-', '+');
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new(major, minor)
            : null;
    }

    // OrtApiBase of onnxruntime_c_api.h.
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct ApiBase
    {
        public delegate* unmanaged[Cdecl]<uint, void*> GetApi;
        public delegate* unmanaged[Cdecl]<byte*> GetVersionString;
    }
}
