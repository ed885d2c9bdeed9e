using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Vision.Imaging;

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

    /// <summary>The model's input.</summary>
    [JsonRequired]
    public ModelInput Input { get; init; } = new();

    /// <summary>What the model gives, in its order.</summary>
    [JsonRequired]
    public IReadOnlyList<ModelOutput> Outputs { get; init; } = [];
}

/// <summary>A model's input: channels first, one value a pixel and colour.</summary>
public sealed class ModelInput
{
    /// <summary><c>RGB</c> or <c>BGR</c>.</summary>
    public string Colour { get; init; } = "";

    /// <summary>Factor on a pixel's value, 0 to 255.</summary>
    public float Scale { get; init; }

    /// <summary>Added after the factor.</summary>
    public float Offset { get; init; }

    /// <summary>How a crop is to be written for the model.</summary>
    public TensorFormat Format => new(Colour == "RGB" ? ChannelOrder.Rgb : ChannelOrder.Bgr, TensorLayout.Chw, Scale, Offset);
}

/// <summary>One output of a model.</summary>
public sealed class ModelOutput
{
    /// <summary>Its name in the imported model.</summary>
    public string Name { get; init; } = "";
}
