using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccessKiosk.Vision.Models;

/// <summary>The list of models that this build was made for, with their pinned hashes (<c>models/manifest.json</c>).</summary>
public sealed class ModelManifest
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The manifest compiled into this assembly: a changed file on the disk cannot change what is trusted.</summary>
    public static ModelManifest Default { get; } = Read();

    /// <summary>Models by id.</summary>
    [JsonRequired]
    public IReadOnlyDictionary<string, ModelEntry> Models { get; init; } = new Dictionary<string, ModelEntry>(StringComparer.Ordinal);

    private static ModelManifest Read()
    {
        using var stream = typeof(ModelManifest).Assembly.GetManifestResourceStream("manifest.json")
            ?? throw new ModelException("The model manifest is not part of this build.");
        return JsonSerializer.Deserialize<ModelManifest>(stream, Json)!;
    }
}

/// <summary>One imported model.</summary>
public sealed class ModelEntry
{
    /// <summary>SHA-256 of the imported ONNX file, lower-case hexadecimal.</summary>
    [JsonRequired]
    public string Sha256 { get; init; } = "";

    /// <summary>SPDX licence of the package that ships it.</summary>
    public string Licence { get; init; } = "";
}
