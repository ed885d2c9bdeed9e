using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccessKiosk.ModelImport;

/// <summary>
/// The part of <c>models/manifest.json</c> that the importer reads; models/README.md describes all of it.
/// </summary>
internal sealed record Manifest(
    IReadOnlyDictionary<string, PackageEntry> Packages,
    IReadOnlyDictionary<string, ModelEntry> Models)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Reads the manifest.</summary>
    /// <exception cref="ImportException">There is no such file, or it is not such a manifest.</exception>
    public static Manifest Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(path), Options)
                ?? throw new ImportException($"{path}: the manifest is empty");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"{path}: the manifest cannot be read: {error.Message.ReplaceLineEndings(" ")}",
                error);
        }
    }
}

/// <summary>A package's files and the SHA-256 of each.</summary>
internal sealed record PackageEntry(IReadOnlyDictionary<string, string> Files);

/// <summary>A model: where it comes from, and the SHA-256 of what must come out.</summary>
internal sealed record ModelEntry(
    string File,
    string Sha256,
    SourceEntry Source,
    InputEntry Input,
    IReadOnlyList<OutputEntry> Outputs);

/// <summary>A file of a package; <c>Member</c> is a file inside it, found by the <c>Index</c> file of the same package;
/// <c>SwapAxes</c> where the network was trained on transposed images.</summary>
internal sealed record SourceEntry(
    string Package,
    string File,
    [property: JsonConverter(typeof(JsonStringEnumConverter<ModelFormat>))] ModelFormat Format,
    string? Index = null,
    string? Member = null,
    bool SwapAxes = false);

/// <summary>
/// The input: its name, its layout (NCHW or NHWC), its name in the source, and its axes (a number, or a name where the
/// size is free).
/// </summary>
internal sealed record InputEntry(string Name, string Source, string Layout, IReadOnlyList<JsonElement> Shape);

/// <summary>An output: its name, its name in the source, and its axes.</summary>
internal sealed record OutputEntry(string Name, string Source, IReadOnlyList<JsonElement> Shape);

/// <summary>Formats that can be imported.</summary>
internal enum ModelFormat
{
    /// <summary>ONNX, for the rewrites alone.</summary>
    Onnx,

    /// <summary>TensorFlow Lite.</summary>
    TfLite,

    /// <summary>TensorFlow.js graph model.</summary>
    TfJs,
}
